#include "cli/budget_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace smartdesk::cli {
namespace {

constexpr const char* kAdvice = " Allow a higher error rate, or train on more tickets.";

std::string reason(const models::Head& head, double share) {
  if (head.judged.empty()) return "the model has no cross-validated rows";
  const auto fewest = models::fewest_rows_for(share);
  if (head.judged.size() < fewest) {
    return fmt::format("the model has {} cross-validated rows, and at least {} are needed", head.judged.size(), fewest);
  }
  auto rows = head.judged;
  std::ranges::sort(rows, std::greater(), &models::JudgedRow::probability);
  const auto wrong = std::count_if(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(fewest),
                                   [](const auto& row) { return !row.right; });
  return fmt::format("of the {} most confident predictions on {} cross-validated rows, {} are wrong", fewest,
                     rows.size(), wrong);
}

// "Refund (12), Other (30)": each label above whose threshold nothing is, with its cross-validated predictions.
std::vector<std::string> never_answered(const models::Head& head, const models::AnswerRule& rule) {
  std::vector<std::string> labels;
  for (ClassIndex label = 0; label < head.labels.size(); ++label) {
    if (rule.thresholds[static_cast<std::size_t>(label)] <= 1) continue;
    labels.push_back(fmt::format("{} ({})", head.labels.name(label),
                                 std::ranges::count(head.judged, label, &models::JudgedRow::predicted)));
  }
  return labels;
}

void announce(const models::Head& head, const models::ErrorBudget& budget, Console& console) {
  const auto rule = models::keep_error_within(budget, head.judged, head.labels.size());
  const bool each = budget.scope == models::BudgetScope::kEachLabel;
  if (rule.coverage == 0 && (!each || head.judged.size() < models::fewest_rows_for(budget.share)))
    return console.warn(no_promise(head, budget.share) + " Every prediction is flagged `abstain`." + kAdvice);
  if (rule.coverage > 0) {
    console.say(fmt::format(
        "{}: about {:.0f} % of tickets will be answered, at most {:g} % {} wrong (on {} cross-validated rows: {:.1f} % "
        "of all answers), if the tickets are like the training tickets.",
        head.task, rule.coverage * 100, budget.share * 100, each ? "of the answers with each label" : "of them",
        head.judged.size(), rule.error * 100));
  }
  if (const auto labels = never_answered(head, rule); each && !labels.empty()) {
    console.warn(fmt::format(
        "{}: predictions of {} of {} labels are always flagged `abstain`, because at most {:g} % wrong cannot be "
        "promised for them (it takes at least {} cross-validated predictions of a label; theirs in brackets): {}.{}",
        head.task, labels.size(), head.labels.size(), budget.share * 100, models::fewest_rows_for(budget.share),
        fmt::join(labels, ", "), kAdvice));
  }
}

}  // namespace

std::string no_promise(const models::Head& head, double share) {
  return fmt::format("{}: at most {:g} % wrong answers cannot be promised, because {}.", head.task, share * 100,
                     reason(head, share));
}

void announce_budget(const models::Model& model, const models::ErrorBudget& budget, Console& console) {
  for (const auto& head : model.heads) announce(head, budget, console);
}

}  // namespace smartdesk::cli

#include "models/abstention.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

namespace smartdesk::models {
namespace {

constexpr double kLevel = 0.025;  // on each side of a 95 % interval

// Whether the upper end of the interval is at most the share: so few errors, or fewer, have at most the probability
// kLevel if the true error is the share.
bool is_within(double share, std::size_t wrong, std::size_t answered) {
  const auto errors = static_cast<double>(wrong), rows = static_cast<double>(answered);
  return errors < share * rows && boost::math::ibetac(errors + 1, rows - errors, share) <= kLevel;
}

struct Answered {
  float threshold = std::numeric_limits<float>::infinity();
  std::size_t rows = 0, wrong = 0;
};

// The most rows, surest first, whose error is within the share.
Answered most_answers(double share, std::vector<JudgedRow> rows) {
  std::sort(rows.begin(), rows.end(),
            [](const JudgedRow& a, const JudgedRow& b) { return a.probability > b.probability; });
  auto wrong = static_cast<std::size_t>(std::ranges::count(rows, false, &JudgedRow::right));
  // From all rows down, because the test costs more than the step.
  for (std::size_t count = rows.size(); count > 0; --count) {
    const float least = rows[count - 1].probability;
    // A threshold does not separate rows of equal probability.
    const bool ends = count == rows.size() || rows[count].probability < least;
    if (ends && is_within(share, wrong, count)) return {least, count, wrong};
    wrong -= rows[count - 1].right ? 0 : 1;
  }
  return {};
}

// The rows that have a threshold in common.
std::vector<std::vector<JudgedRow>> groups_of(BudgetScope scope, std::span<const JudgedRow> judged, int classes) {
  if (scope == BudgetScope::kAllAnswers) return {{judged.begin(), judged.end()}};
  std::vector<std::vector<JudgedRow>> groups(static_cast<std::size_t>(classes));
  for (const auto& row : judged) groups[static_cast<std::size_t>(row.predicted)].push_back(row);
  return groups;
}

}  // namespace

AnswerRule keep_error_within(const ErrorBudget& budget, std::span<const JudgedRow> judged, int classes) {
  const auto labels = static_cast<std::size_t>(classes);
  AnswerRule rule;
  std::size_t answered = 0, wrong = 0;
  for (auto& rows : groups_of(budget.scope, judged, classes)) {
    const auto most = most_answers(budget.share, std::move(rows));
    rule.thresholds.resize(budget.scope == BudgetScope::kAllAnswers ? labels : rule.thresholds.size() + 1,
                           most.threshold);
    answered += most.rows;
    wrong += most.wrong;
  }
  if (answered == 0) return rule;
  rule.coverage = static_cast<double>(answered) / static_cast<double>(judged.size());
  rule.error = static_cast<double>(wrong) / static_cast<double>(answered);
  return rule;
}

std::size_t fewest_rows_for(double share) {
  return static_cast<std::size_t>(std::ceil(std::log(kLevel) / std::log1p(-share)));
}

std::string threshold_text(double threshold, double next) {
  constexpr std::size_t kFewest = 2, kMost = 17;
  const auto exact = fmt::format("{:.40f}", threshold);
  const auto point = exact.find('.');
  for (std::size_t decimals = kFewest; decimals < kMost; ++decimals) {
    auto shown = exact.substr(0, point + 1 + decimals);
    // Predictions are compared as floats.
    if (static_cast<float>(std::strtod(shown.c_str(), nullptr)) > static_cast<float>(next)) return shown;
  }
  return exact.substr(0, point + 1 + kMost);
}

}  // namespace smartdesk::models

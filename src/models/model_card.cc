#include "models/model_card.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/binomial.hpp>

#include "models/abstention.h"

namespace smartdesk::models {
namespace {

constexpr std::array kBudgets{0.02, 0.05, 0.1};
constexpr std::size_t kMostListed = 5;

Interval interval_95(std::uint64_t right, std::uint64_t rows) {
  using Binomial = boost::math::binomial_distribution<double>;
  const auto trials = static_cast<double>(rows), successes = static_cast<double>(right);
  return {Binomial::find_lower_bound_on_p(trials, successes, 0.025),
          Binomial::find_upper_bound_on_p(trials, successes, 0.025)};
}

// "A (3), B (9) and 2 more"
std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kMostListed, items.size()); ++i) text += (i > 0 ? ", " : "") + items[i];
  return items.size() <= kMostListed ? text : fmt::format("{} and {} more", text, items.size() - kMostListed);
}

std::string rare_labels(const Head& head) {
  std::vector<std::string> rare;
  for (std::size_t label = 0; label < head.label_rows.size(); ++label) {
    if (head.label_rows[label] < kFewLabelRows)
      rare.push_back(fmt::format("{} ({})", head.labels.name(static_cast<ClassIndex>(label)), head.label_rows[label]));
  }
  if (rare.empty()) return "";
  return fmt::format("{}: {} of {} labels have fewer than {} training rows and are rarely predicted well: {}.",
                     head.task, rare.size(), head.labels.size(), kFewLabelRows, listed(rare));
}

std::string weakness(const Head& head) {
  if (head.no_signal)
    return head.task + ": in cross-validation it was no better than guessing. Do not rely on its predictions.";
  if (head.judged.empty()) return head.task + ": it was not cross-validated, so nothing is known about its quality.";
  if (figures_of(head).accuracy > head.majority_accuracy) return "";
  return head.task + ": it is not right more often than always predicting the most common label.";
}

// Languages of at least one in a hundred rows whose language is clear.
std::string languages_seen(const Origin& origin) {
  constexpr double kSeen = 0.01;
  std::uint64_t clear = 0;
  for (const auto& one : origin.languages) clear += one.code.empty() ? 0 : one.rows;
  if (clear == 0) return "";
  std::vector<std::string> seen;
  for (const auto& one : origin.languages) {
    if (!one.code.empty() && static_cast<double>(one.rows) >= kSeen * static_cast<double>(clear))
      seen.push_back(one.code);
  }
  return "It has hardly seen tickets in other languages than " + listed(seen) + ".";
}

}  // namespace

HeadFigures figures_of(const Head& head) {
  HeadFigures figures;
  figures.judged_rows = head.judged.size();
  if (head.judged.empty()) return figures;
  std::vector<double> top;
  std::vector<bool> right;
  for (const auto& row : head.judged) {
    top.push_back(row.probability);
    right.push_back(row.right);
  }
  const auto rows_right = static_cast<std::uint64_t>(std::count(right.begin(), right.end(), true));
  figures.accuracy = static_cast<double>(rows_right) / static_cast<double>(right.size());
  figures.accuracy_95 = interval_95(rows_right, right.size());
  figures.ece = ece_of(top, right);
  for (const double budget : kBudgets) {
    const auto rule = keep_error_within({budget}, head.judged, head.labels.size());
    figures.budgets.push_back({budget, rule.coverage, rule.error});
  }
  return figures;
}

std::vector<std::string> limits_of(const Model& model) {
  std::vector<std::string> limits;
  const auto add = [&](std::string sentence) {
    if (!sentence.empty()) limits.push_back(std::move(sentence));
  };
  for (const auto& head : model.heads) {
    add(weakness(head));
    add(rare_labels(head));
  }
  add(languages_seen(model.origin));
  if (!model.embedder.empty())
    add("It needs the embeddings of " + model.embedder + ", made by the language model server that has them.");
  return limits;
}

}  // namespace smartdesk::models

#include "models/abstention.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace smartdesk {
namespace {

constexpr double kLevel = 0.005;
constexpr double kPseudoErrors = 10;  // a class's own record counts against as many errors of the common record
constexpr std::size_t kSteps = 200;   // along the family

// The error rate that as few as `wrong` of `answered` would be seen with, once in 1 / kLevel trials.
double upper_bound(double wrong, double answered) {
  return wrong >= answered ? 1 : boost::math::ibeta_inv(wrong + 1, answered - wrong, 1 - kLevel);
}

// By which each class's doubt (1 - probability) is multiplied to match its errors.
std::vector<double> doubt_factors(std::span<const JudgedRow> judged, int classes) {
  std::vector<double> wrong(static_cast<std::size_t>(classes), kPseudoErrors), doubt = wrong;
  for (const auto& row : judged) {
    const auto label = static_cast<std::size_t>(row.predicted);
    wrong[label] += row.right ? 0 : 1;
    doubt[label] += 1 - static_cast<double>(row.probability);
  }
  for (std::size_t label = 0; label < wrong.size(); ++label) wrong[label] /= doubt[label];
  return wrong;
}

}  // namespace

AnswerRule keep_error_within(double budget, std::span<const JudgedRow> judged, int classes) {
  AnswerRule rule;
  rule.thresholds.assign(static_cast<std::size_t>(classes), std::numeric_limits<float>::infinity());
  const auto factors = doubt_factors(judged, classes);
  struct Row {
    double doubt;
    bool right;
  };
  std::vector<Row> rows;
  for (const auto& row : judged) {
    rows.push_back(
        {factors[static_cast<std::size_t>(row.predicted)] * (1 - static_cast<double>(row.probability)), row.right});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.doubt < b.doubt; });

  const std::size_t step = std::max<std::size_t>(1, rows.size() / kSteps);
  // Fewer than this many answers cannot prove the budget even without an error.
  const auto first = static_cast<std::size_t>(std::ceil(std::log(kLevel) / std::log1p(-std::min(budget, 1 - 1e-9))));
  double most_doubt = -1;
  std::size_t wrong = 0, answered = 0;
  for (std::size_t end = std::max(first, step); end <= rows.size() && budget > 0;
       end = end == rows.size() ? end + 1 : std::min(end + step, rows.size())) {
    for (; answered < end; ++answered) wrong += rows[answered].right ? 0 : 1;
    if (upper_bound(static_cast<double>(wrong), static_cast<double>(answered)) > budget) break;
    most_doubt = rows[end - 1].doubt;
    rule.coverage = static_cast<double>(answered) / static_cast<double>(rows.size());
    rule.error = static_cast<double>(wrong) / static_cast<double>(answered);
  }
  if (most_doubt < 0) return rule;
  for (std::size_t label = 0; label < factors.size(); ++label)
    rule.thresholds[label] = static_cast<float>(std::max(0.0, 1 - most_doubt / factors[label]));
  return rule;
}

}  // namespace smartdesk

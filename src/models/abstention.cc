#include "models/abstention.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>

namespace smartdesk::models {
namespace {

constexpr double kLevel = 0.0025;     // of each of the two sequences
constexpr double kPseudoErrors = 10;  // pull a class's doubt factor towards 1
constexpr std::size_t kSteps = 100;   // along the family

// The error rate at which at most `wrong` errors in `answered` answers have the probability kLevel.
double upper_bound(double wrong, double answered) {
  return wrong >= answered ? 1 : boost::math::ibeta_inv(wrong + 1, answered - wrong, 1 - kLevel);
}

// The factor for each class by which its doubt (1 - probability) matches its errors.
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

struct Doubt {
  double size;
  bool right;
};

// How many of the rows, surest first, may be answered. Tests `start` rows and then `step` more each time.
std::size_t most_answers(double budget, std::span<const Doubt> rows, std::size_t start, std::size_t step) {
  std::size_t wrong = 0, counted = 0, most = 0;
  for (std::size_t end = start; end <= rows.size();
       end = end == rows.size() ? end + 1 : std::min(end + step, rows.size())) {
    for (; counted < end; ++counted) wrong += rows[counted].right ? 0 : 1;
    if (upper_bound(static_cast<double>(wrong), static_cast<double>(end)) > budget) break;
    most = end;
  }
  return most;
}

}  // namespace

AnswerRule keep_error_within(double budget, std::span<const JudgedRow> judged, int classes) {
  AnswerRule rule;
  rule.thresholds.assign(static_cast<std::size_t>(classes), std::numeric_limits<float>::infinity());
  if (!(budget > 0) || judged.empty()) return rule;
  const auto factors = doubt_factors(judged, classes);
  std::vector<Doubt> rows;
  for (const auto& row : judged) {
    const double doubt = 1 - static_cast<double>(row.probability);
    rows.push_back({factors[static_cast<std::size_t>(row.predicted)] * doubt, row.right});
  }
  std::sort(rows.begin(), rows.end(), [](const Doubt& a, const Doubt& b) { return a.size < b.size; });

  // Fewer than this many answers cannot prove the budget even without an error.
  const auto first = static_cast<std::size_t>(std::ceil(std::log(kLevel) / std::log1p(-std::min(budget, 1 - 1e-9))));
  const std::size_t step = std::max<std::size_t>(1, rows.size() / kSteps);
  // One search starts with a fifth of the rows, where a single error does not end it, and one with the fewest rows that
  // can prove the budget.
  const std::size_t answered = std::max(most_answers(budget, rows, std::max(first, rows.size() / 5), step),
                                        most_answers(budget, rows, std::max(first, step), step));
  if (answered == 0) return rule;
  const auto wrong = std::count_if(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(answered),
                                   [](const Doubt& row) { return !row.right; });
  rule.coverage = static_cast<double>(answered) / static_cast<double>(rows.size());
  rule.error = static_cast<double>(wrong) / static_cast<double>(answered);
  const double most_doubt = rows[answered - 1].size;
  for (std::size_t label = 0; label < factors.size(); ++label)
    rule.thresholds[label] = static_cast<float>(std::max(0.0, 1 - most_doubt / factors[label]));
  return rule;
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

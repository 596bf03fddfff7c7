#include "models/calibration.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.h"

namespace smartdesk {
namespace {

// Slope and curvature of the mean log loss in s, where probabilities are softmax(exp(s) * scores).
struct Derivatives {
  double slope = 0, curvature = 0;
};

Derivatives derivatives(std::span<const float> scores, std::span<const ClassIndex> truth, std::size_t classes,
                        double scale) {
  // Platt's targets: a finite sample in which every answer is right does not prove certainty.
  const double doubt = 1 / (static_cast<double>(truth.size()) + 2);
  Derivatives sum;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto row = scores.subspan(i * classes, classes);
    const double highest = *std::max_element(row.begin(), row.end());
    double total = 0, mean = 0, mean_square = 0, plain_sum = 0;
    for (const double score : row) {
      const double weight = std::exp((score - highest) * scale);
      total += weight;
      plain_sum += score - highest;
      mean += weight * (score - highest);
      mean_square += weight * (score - highest) * (score - highest);
    }
    mean /= total;
    mean_square /= total;
    const double given = row[static_cast<std::size_t>(truth[i])] - highest;
    const double others = classes > 1 ? (plain_sum - given) / static_cast<double>(classes - 1) : given;
    const double true_score = (1 - doubt) * given + doubt * others;
    sum.slope += scale * (mean - true_score);
    sum.curvature += scale * (mean - true_score) + scale * scale * (mean_square - mean * mean);
  }
  const auto rows = static_cast<double>(truth.size());
  return {sum.slope / rows, sum.curvature / rows};
}

}  // namespace

Temperature Temperature::fit(std::span<const float> scores, std::span<const ClassIndex> truth, int classes) {
  if (truth.empty() || classes < 1 || scores.size() != truth.size() * static_cast<std::size_t>(classes)) {
    throw Error(ErrorCode::kInvalidInput, "calibration needs scores for each of its rows");
  }
  if (!std::all_of(scores.begin(), scores.end(), [](float score) { return std::isfinite(score); })) {
    throw Error(ErrorCode::kInvalidInput, "calibration met a score that is not a number");
  }
  const double limit = std::log(100.0);
  double log_scale = 0;
  for (int step = 0; step < 50; ++step) {
    const auto [slope, curvature] = derivatives(scores, truth, static_cast<std::size_t>(classes), std::exp(log_scale));
    const double newton = curvature > 1e-12 ? slope / curvature : std::copysign(1.0, slope);
    const double next = std::clamp(log_scale - std::clamp(newton, -1.0, 1.0), -limit, limit);
    if (std::abs(next - log_scale) < 1e-7) break;
    log_scale = next;
  }
  return Temperature(static_cast<float>(std::exp(-log_scale)));
}

void Temperature::apply(std::span<const float> scores, std::span<float> probabilities) const {
  const float highest = *std::max_element(scores.begin(), scores.end());
  float total = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    probabilities[i] = std::exp((scores[i] - highest) / value_);
    total += probabilities[i];
  }
  for (auto& probability : probabilities) probability /= total;
}

}  // namespace smartdesk

#include "models/novelty.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

namespace smartdesk::models {
namespace {

constexpr double kFlagged = 0.01;  // of the training rows

std::pair<float, float> mean_and_deviation(std::span<const float> values) {
  double sum = 0, squares = 0;
  for (const float value : values) sum += static_cast<double>(value);
  const double mean = sum / static_cast<double>(values.size());
  for (const float value : values) squares += (value - mean) * (value - mean);
  const double deviation = std::sqrt(squares / static_cast<double>(values.size()));
  return {static_cast<float>(mean), static_cast<float>(std::max(deviation, 1e-3))};
}

}  // namespace

Novelty Novelty::fit(std::span<const float> known, std::span<const float> top_scores) {
  if (known.empty()) return {};
  Parameters p;
  std::tie(p.known_mean, p.known_deviation) = mean_and_deviation(known);
  std::tie(p.score_mean, p.score_deviation) = mean_and_deviation(top_scores);
  const Novelty measured(p);
  std::vector<float> familiar;
  for (std::size_t i = 0; i < known.size(); ++i) familiar.push_back(measured.familiarity(known[i], top_scores[i]));
  const auto rank = static_cast<std::ptrdiff_t>(kFlagged * static_cast<double>(familiar.size()));
  std::nth_element(familiar.begin(), familiar.begin() + rank, familiar.end());
  p.threshold = familiar[static_cast<std::size_t>(rank)];
  return Novelty(p);
}

float Novelty::familiarity(float known, float top_score) const {
  const auto& p = parameters_;
  return std::min((known - p.known_mean) / p.known_deviation, (top_score - p.score_mean) / p.score_deviation);
}

}  // namespace smartdesk::models

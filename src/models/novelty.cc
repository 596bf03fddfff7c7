#include "models/novelty.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace smartdesk::models {
namespace {

// Measured by leaving labels out of training, on sets with 8, 10 and 77 labels (honesty_bench left-out).
constexpr double kProbabilityWeight = 4, kFlagsByWords = 0.05;
constexpr float kBelowOne = 1 - 0x1p-24F;  // the largest float below 1

// From the lowest value to the median, or a little where both are equal.
double lower_spread(const Distribution::Points& points) {
  const auto median = std::lower_bound(points.shares.begin(), points.shares.end(), 0.5F);
  const auto at = static_cast<std::size_t>(std::min(median, points.shares.end() - 1) - points.shares.begin());
  return std::max(1e-3, static_cast<double>(points.values[at]) - static_cast<double>(points.values.front()));
}

// The share of the one row more that Distribution::of counts.
double smallest_share(const Distribution::Points& points) { return 1 - static_cast<double>(points.shares.back()); }

// Fisher's method: the lower, the less familiar.
float joined(const Novelty::Parameters& p, const Evidence& text) {
  return static_cast<float>(std::log(p.known.share_at_most(text.known)) +
                            kProbabilityWeight * std::log(p.probability.share_at_most(text.probability)));
}

// A logarithm, so that values close to 0 stay apart.
float overall(const Novelty::Parameters& p, const Evidence& text) {
  const double by_words = p.known.share_at_most(text.known) / kFlagsByWords;
  const double by_both = p.joined.share_at_most(joined(p, text)) / (1 - kFlagsByWords);
  return static_cast<float>(std::log(std::min(by_words, by_both)));
}

}  // namespace

// The share's logarithm falls at the lowest value as it does on average between the median and there.
Distribution::Distribution(Points points) : points_(std::move(points)) {
  if (points_.values.empty()) return;
  fall_ = std::max(0.0, std::log(0.5 / smallest_share(points_))) / lower_spread(points_);
}

Distribution Distribution::of(std::vector<float> values) {
  std::sort(values.begin(), values.end());
  const std::size_t rows = values.size();
  Points points;
  std::size_t next = 1;
  for (std::size_t rank = 1; rank <= rows; ++rank) {
    const bool is_last = rank == rows;
    if (!is_last && values[rank - 1] == values[rank]) continue;
    if (rank < next && !is_last && !points.values.empty()) continue;
    points.values.push_back(values[rank - 1]);
    // One row more than there are, so that no share is 1.
    points.shares.push_back(static_cast<float>(static_cast<double>(rank) / static_cast<double>(rows + 1)));
    next = rank + std::max<std::size_t>(1, std::min(rank / 8, rows / 32));
  }
  return Distribution(std::move(points));
}

double Distribution::share_at_most(float value) const {
  const auto& [values, shares] = points_;
  if (values.empty()) return 1;
  if (value < values.front()) {
    const double below = static_cast<double>(values.front()) - static_cast<double>(value);
    return smallest_share(points_) / (1 + fall_ * below);
  }
  const auto next = static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), value) - values.begin());
  if (next == values.size()) return shares.back();
  const double way = (static_cast<double>(value) - static_cast<double>(values[next - 1])) /
                     (static_cast<double>(values[next]) - static_cast<double>(values[next - 1]));
  return static_cast<double>(shares[next - 1]) + way * static_cast<double>(shares[next] - shares[next - 1]);
}

bool Distribution::are_valid(const Points& points) {
  const auto& [values, shares] = points;
  if (values.size() != shares.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i]) || !(shares[i] > 0 && shares[i] < 1)) return false;
    if (i > 0 && !(values[i - 1] < values[i] && shares[i - 1] < shares[i])) return false;
  }
  return true;
}

Novelty Novelty::fit(std::span<const Evidence> rows) {
  const auto of = [&](auto figure) {
    std::vector<float> values;
    values.reserve(rows.size());
    for (const auto& row : rows) values.push_back(figure(row));
    return Distribution::of(std::move(values));
  };
  Parameters p;
  p.known = of([](const Evidence& row) { return row.known; });
  p.probability = of([](const Evidence& row) { return row.probability; });
  p.joined = of([&](const Evidence& row) { return joined(p, row); });
  p.overall = of([&](const Evidence& row) { return overall(p, row); });
  return Novelty(std::move(p));
}

float Novelty::unknown_score(const Evidence& text) const {
  if (text.known == 0) return 1;
  const double share = parameters_.overall.share_at_most(overall(parameters_, text));
  return std::min(static_cast<float>(1 - share), kBelowOne);
}

}  // namespace smartdesk::models

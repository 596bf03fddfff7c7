#include "models/two_samples.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace smartdesk::models {
namespace {

constexpr double kRoundingError = 1e-7;  // probabilities of two tables that differ by less are equal

// The ways to deal `marked` of all rows to a sample, as probabilities of how many fall into `a`, relative to the
// likeliest number. Recursion from there on keeps all digits that matter and needs no factorials.
class Deals {
 public:
  Deals(const Share& a, const Share& b)
      : marked_(static_cast<double>(a.rows + b.rows)),
        a_(static_cast<double>(a.of)),
        rows_(static_cast<double>(a.of + b.of)) {}

  double least() const { return std::max(0.0, marked_ + a_ - rows_); }
  double most() const { return std::min(marked_, a_); }
  double likeliest() const { return std::clamp(std::floor((marked_ + 1) * (a_ + 1) / (rows_ + 2)), least(), most()); }
  // Probability of k + 1 over that of k.
  double step(double k) const { return (marked_ - k) * (a_ - k) / ((k + 1) * (rows_ - marked_ - a_ + k + 1)); }

 private:
  double marked_, a_, rows_;
};

double relative_weight(const Deals& deals, double at) {
  double weight = 1;
  for (double k = deals.likeliest(); k < at; ++k) weight *= deals.step(k);
  for (double k = deals.likeliest(); k > at; --k) weight /= deals.step(k - 1);
  return weight;
}

double mean_of(std::span<const double> numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

// The variance of the sample's mean.
double variance_of_mean(std::span<const double> numbers) {
  const double mean = mean_of(numbers), size = static_cast<double>(numbers.size());
  double sum = 0;
  for (const double number : numbers) sum += (number - mean) * (number - mean);
  return sum / (size - 1) / size;
}

struct RankSum {
  double sum = 0;   // of the ranks of b; equal numbers share the mean of their ranks
  double ties = 0;  // sum of t³ - t over groups of t equal numbers
};

RankSum ranks_of_second(std::span<const double> a, std::span<const double> b) {
  std::vector<std::pair<double, bool>> all;  // with whether it is of b
  for (const double number : a) all.emplace_back(number, false);
  for (const double number : b) all.emplace_back(number, true);
  std::sort(all.begin(), all.end());
  RankSum ranks;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    double of_b = 0;
    for (end = begin; end < all.size() && all[end].first == all[begin].first; ++end) of_b += all[end].second ? 1 : 0;
    const double equal = static_cast<double>(end - begin);
    ranks.sum += of_b * (static_cast<double>(begin + end + 1) / 2);
    ranks.ties += equal * equal * equal - equal;
  }
  return ranks;
}

}  // namespace

double share_p_value(const Share& a, const Share& b) {
  if (a.of == 0 || b.of == 0) return 1;
  const Deals deals(a, b);
  const double limit = relative_weight(deals, static_cast<double>(a.rows)) * (1 + kRoundingError);
  double all = 0, extreme = 0;
  const auto add = [&](double weight) {
    all += weight;
    if (weight <= limit) extreme += weight;
  };
  double weight = 1;
  for (double k = deals.likeliest(); k <= deals.most() && weight > 0; weight *= deals.step(k), ++k) add(weight);
  weight = 1;
  for (double k = deals.likeliest(); k > deals.least() && weight > 0; --k) {
    weight /= deals.step(k - 1);
    add(weight);
  }
  return std::min(1.0, extreme / all);
}

RankTest rank_test(std::span<const double> a, std::span<const double> b) {
  RankTest test;
  if (a.empty() || b.empty()) return test;
  const double rows_a = static_cast<double>(a.size()), rows_b = static_cast<double>(b.size()), rows = rows_a + rows_b;
  const auto ranks = ranks_of_second(a, b);
  const double pairs = rows_a * rows_b, above = ranks.sum - rows_b * (rows_b + 1) / 2;
  const double variance = pairs / 12 * (rows + 1 - ranks.ties / (rows * (rows - 1)));
  if (!(variance > 0)) return test;
  const double distance = above - pairs / 2, deviation = std::sqrt(variance);
  const boost::math::normal standard;
  const auto tail = [&](double beyond) {
    return boost::math::cdf(boost::math::complement(standard, (beyond - 0.5) / deviation));
  };
  test.superiority = above / pairs;
  test.p_value = std::min(1.0, 2 * tail(std::abs(distance)));
  test.p_higher = tail(distance);
  return test;
}

double mean_p_value(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 2 || b.size() < 2) return 1;
  const double of_a = variance_of_mean(a), of_b = variance_of_mean(b), both = of_a + of_b;
  const double distance = std::abs(mean_of(a) - mean_of(b));
  if (!(both > 0)) return 1;
  const double freedom =
      both * both / (of_a * of_a / static_cast<double>(a.size() - 1) + of_b * of_b / static_cast<double>(b.size() - 1));
  const boost::math::students_t distribution(freedom);
  return 2 * boost::math::cdf(boost::math::complement(distribution, distance / std::sqrt(both)));
}

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  double highest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double left = static_cast<double>(order.size() - i);
    highest = std::max(highest, std::min(1.0, left * p_values[order[i]]));
    adjusted[order[i]] = highest;
  }
  return adjusted;
}

}  // namespace smartdesk::models

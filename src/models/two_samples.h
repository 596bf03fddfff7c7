// Tests whether two independent samples differ by more than chance.
// Sources: Fisher, "The Design of Experiments", 1935 (shares); Mann and Whitney, Annals of Mathematical Statistics 18,
// 1947 (ranks); Welch, Biometrika 34, 1947 (means); Holm, Scandinavian Journal of Statistics 6, 1979 (several tests).
// All functions are thread-safe. A p-value is the probability of a difference at least as large if there is none.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace smartdesk::models {

// `rows` of `of` rows, at most all of them.
struct Share {
  std::uint64_t rows = 0;
  std::uint64_t of = 0;
  double value() const { return of > 0 ? static_cast<double>(rows) / static_cast<double>(of) : 0; }
  bool operator==(const Share&) const = default;
};

// Fisher's exact test, two-sided: 1 if a sample is empty; 0 if the probability is below about 1e-300.
// Cost: O(rows that have what is counted).
double share_p_value(const Share& a, const Share& b);

struct RankTest {
  double superiority = 0.5;  // probability that a number of b is higher than one of a, where ties count half
  double p_value = 1;        // two-sided
  double p_higher = 1;       // one-sided: that the numbers of b are higher
};

// Mann-Whitney's test with the normal approximation, corrected for ties and continuity. The numbers are finite. If a
// sample is empty or all numbers are equal, the defaults. Cost: a sort.
RankTest rank_test(std::span<const double> a, std::span<const double> b);

// Welch's test of equal means, two-sided; the numbers are finite. 1 if a sample has fewer than two numbers or nothing
// varies. Meant for at least 30 numbers each, unless they are normally distributed.
double mean_p_value(std::span<const double> a, std::span<const double> b);

// The p-values of several tests, adjusted so that the smallest of them is below a level by chance no more often than
// that level says, however the tests depend on each other. Same order; at most 1.
std::vector<double> holm(std::span<const double> p_values);

}  // namespace smartdesk::models

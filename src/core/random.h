// Seeded random numbers that are the same on every machine and compiler (the standard library's distributions are not).
// Source: Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2018 (xoshiro256**, seeded by
// SplitMix64).

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace smartdesk {

// Not for secrets. Not thread-safe: give each thread its own, from fork().
class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();

  // Uniform in [0, bound). bound must be at least 1. Unbiased (Lemire's method with rejection).
  std::uint64_t below(std::uint64_t bound);

  // Uniform in [0, 1), 53 bits.
  double uniform();

  // A generator for the stream-th part of the work, independent of this one; does not advance this one.
  Random fork(std::uint64_t stream) const;

  // Index drawn with probability proportional to its weight. Weights are not negative and not all zero.
  std::size_t weighted(std::span<const double> weights);

  // Fisher-Yates.
  template <typename T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace smartdesk

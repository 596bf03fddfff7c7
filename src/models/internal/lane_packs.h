// Classes in the lanes of vector registers, for solvers that handle all classes of a row at once. Use it inside
// functions marked SMARTDESK_WIDE_VECTORS. Pass packs by reference, because the way they are returned differs between
// processors.

#pragma once

#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace smartdesk::models {

inline constexpr std::size_t kMaxLanes = 16;  // fits a few vector registers

// Aligned, so that a column's lanes never cross a cache line.
using AlignedFloats = std::vector<float, boost::alignment::aligned_allocator<float, 64>>;

// Lanes as one value, a vector register or a few.
template <std::size_t kLanes>
struct PackOf;
template <>
struct PackOf<4> {
  using type [[gnu::vector_size(16), gnu::may_alias]] = float;
  using ints [[gnu::vector_size(16), gnu::may_alias]] = std::int32_t;
};
template <>
struct PackOf<8> {
  using type [[gnu::vector_size(32), gnu::may_alias]] = float;
  using ints [[gnu::vector_size(32), gnu::may_alias]] = std::int32_t;
};
template <>
struct PackOf<16> {
  using type [[gnu::vector_size(64), gnu::may_alias]] = float;
  using ints [[gnu::vector_size(64), gnu::may_alias]] = std::int32_t;
};

template <std::size_t kLanes>
using Pack = typename PackOf<kLanes>::type;

inline std::size_t lanes_for(std::size_t problems) { return problems <= 4 ? 4 : problems <= 8 ? 8 : kMaxLanes; }

template <std::size_t kLanes>
[[gnu::always_inline]] inline float sum_of(const Pack<kLanes>& x) {
  float sum = 0;
  for (std::size_t k = 0; k < kLanes; ++k) sum += x[k];
  return sum;
}

template <std::size_t kLanes>
[[gnu::always_inline]] inline float highest_of(const Pack<kLanes>& x) {
  float highest = x[0];
  for (std::size_t k = 1; k < kLanes; ++k) highest = highest < x[k] ? x[k] : highest;
  return highest;
}

// Replaces x by e^x, with a relative error of at most 2e-7. Clamps x to the range -87 to 88 first.
// Moshier's Cephes library (expf): 2^n times a polynomial on half an octave to either side.
template <std::size_t kLanes>
[[gnu::always_inline]] inline void exponentiate(Pack<kLanes>& x) {
  using P = Pack<kLanes>;
  using Ints = typename PackOf<kLanes>::ints;
  constexpr float kRounding = 12582912;  // 1.5 * 2^23: adding it leaves the whole number in the low bits
  const P low = P{} - 87.0F, high = P{} + 88.0F;
  x = x < low ? low : x;
  x = x > high ? high : x;
  const P shifted = x * 1.44269504F + kRounding;
  const P whole = shifted - kRounding;
  const P rest = x - whole * 0.693359375F - whole * -2.12194440e-4F;
  P y = rest * 1.9875691500e-4F + 1.3981999507e-3F;
  y = y * rest + 8.3334519073e-3F;
  y = y * rest + 4.1665795894e-2F;
  y = y * rest + 1.6666665459e-1F;
  y = y * rest + 5.0000001201e-1F;
  y = y * rest * rest + rest + 1.0F;
  const Ints power = (reinterpret_cast<Ints>(shifted) - 0x4B400000 + 127) << 23;
  x = y * reinterpret_cast<P>(power);
}

// Replaces x by its natural logarithm, with an error of at most 2e-7 (relative if the logarithm is larger than 1). x
// must be at least 1.2e-38. Cephes (logf).
template <std::size_t kLanes>
[[gnu::always_inline]] inline void take_logarithm(Pack<kLanes>& x) {
  using P = Pack<kLanes>;
  using Ints = typename PackOf<kLanes>::ints;
  const Ints bits = reinterpret_cast<Ints>(x);
  const Ints power = (bits - 0x3F3504F3) >> 23;  // of the octave around 1 that begins with the root of 1/2
  const Ints fraction = bits - (power << 23);
  const P rest = reinterpret_cast<P>(fraction) - 1.0F;
  const P whole = __builtin_convertvector(power, P);
  P y = rest * 7.0376836292e-2F - 1.1514610310e-1F;
  y = y * rest + 1.1676998740e-1F;
  y = y * rest - 1.2420140846e-1F;
  y = y * rest + 1.4249322787e-1F;
  y = y * rest - 1.6668057665e-1F;
  y = y * rest + 2.0000714765e-1F;
  y = y * rest - 2.4999993993e-1F;
  y = y * rest + 3.3333331174e-1F;
  const P square = rest * rest;
  x = whole * 0.693359375F + (whole * -2.12194440e-4F + (y * rest * square - 0.5F * square + rest));
}

}  // namespace smartdesk::models

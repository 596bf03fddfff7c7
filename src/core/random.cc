#include "core/random.h"

#include <bit>

namespace smartdesk {
namespace {

__extension__ using Wide = unsigned __int128;

std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed) {
  for (auto& word : state_) word = split_mix(seed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  // The lowest 2^64 mod bound products are rejected, so that each value has the same number of preimages.
  const std::uint64_t threshold = (0 - bound) % bound;
  for (;;) {
    const Wide product = static_cast<Wide>(next()) * bound;
    if (static_cast<std::uint64_t>(product) >= threshold) return static_cast<std::uint64_t>(product >> 64);
  }
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

Random Random::fork(std::uint64_t stream) const {
  std::uint64_t mixed = state_[0] ^ (state_[3] * 0xD1342543DE82EF95ULL) ^ (stream + 1) * 0x9E3779B97F4A7C15ULL;
  return Random(split_mix(mixed));
}

std::size_t Random::weighted(std::span<const double> weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  double left = uniform() * total;
  std::size_t last_possible = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    last_possible = i;
    if (left < weights[i]) return i;
    left -= weights[i];
  }
  return last_possible;
}

}  // namespace smartdesk

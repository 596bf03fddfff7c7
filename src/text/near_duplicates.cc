#include "text/near_duplicates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "text/tokens.h"
#include "text/utf8.h"

namespace smartdesk::text {
namespace {

constexpr std::size_t kPermutations = 128;
// 16 bands of 8: texts of similarity 0.9 share a band with probability 1 - (1 - 0.9^8)^16 = 0.9999, texts of similarity
// 0.5 with probability 0.06.
constexpr std::size_t kBands = 16;
constexpr std::size_t kRows = kPermutations / kBands;
constexpr std::size_t kFewWords = 5;

// Two bytes of each minimum are enough to compare: they agree by chance once in 65,536.
using Signature = std::array<std::uint16_t, kPermutations>;

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

std::uint64_t hash_of(std::string_view bytes, std::uint64_t state = 0xCBF29CE484222325ULL) {
  for (const char byte : bytes) state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return state;
}

// The set of word 3-grams, or of letter 5-grams if there are too few words.
class Shingles {
 public:
  const std::vector<std::uint64_t>& of(std::string_view text) {
    hashes_.clear();
    words_.read(text, Words::Rule::kAll);
    if (words_.size() < kFewWords) {
      add_letters();
    } else {
      for (std::size_t i = 0; i + 3 <= words_.size(); ++i) {
        auto state = hash_of(words_.word(i));
        for (std::size_t j = 1; j < 3; ++j) state = hash_of(words_.word(i + j), hash_of(" ", state));
        hashes_.push_back(mix(state));
      }
    }
    return hashes_;
  }

 private:
  void add_letters() {
    std::string joined;
    for (std::size_t i = 0; i < words_.size(); ++i) (joined += words_.word(i)) += ' ';
    constexpr std::size_t kLength = 5;
    for (std::size_t i = 0; i == 0 || i + kLength <= joined.size(); ++i)
      hashes_.push_back(mix(hash_of(joined.substr(i, kLength))));
  }

  Words words_;
  std::vector<std::uint64_t> hashes_;
};

// A pair of random numbers per permutation: x -> (a x + b) mod 2^64, of which the high half is compared.
const std::array<std::array<std::uint64_t, 2>, kPermutations>& permutations() {
  static const auto table = [] {
    std::array<std::array<std::uint64_t, 2>, kPermutations> numbers{};
    std::uint64_t state = 42;
    for (auto& [a, b] : numbers) {
      a = mix(state += 0x9E3779B97F4A7C15ULL) | 1;
      b = mix(state += 0x9E3779B97F4A7C15ULL);
    }
    return numbers;
  }();
  return table;
}

std::array<std::uint32_t, kPermutations> minima(const std::vector<std::uint64_t>& shingles) {
  std::array<std::uint32_t, kPermutations> least;
  least.fill(std::numeric_limits<std::uint32_t>::max());
  const auto& numbers = permutations();
  for (const auto shingle : shingles) {
    for (std::size_t i = 0; i < kPermutations; ++i) {
      least[i] = std::min(least[i], static_cast<std::uint32_t>((shingle * numbers[i][0] + numbers[i][1]) >> 32));
    }
  }
  return least;
}

std::size_t band_key(const Signature& signature, std::size_t band) {
  std::uint64_t key = band;
  for (std::size_t i = 0; i < kRows; ++i) key = mix(key ^ signature[band * kRows + i]);
  return static_cast<std::size_t>(key);
}

// Up to kRemembered signatures, found by their bands: chains of equal keys in flat tables.
class Generation {
 public:
  explicit Generation(std::size_t first_number) : first_number_(first_number) { spread(1 << 10); }

  std::optional<std::size_t> find(const Signature& signature, double similarity) const {
    std::uint32_t earliest = kNone;
    for (std::size_t band = 0; band < kBands; ++band) {
      for (auto at = heads_[band][band_key(signature, band) & mask_]; at != kNone; at = next_[band][at]) {
        if (at < earliest && agreement(signature, signatures_[at]) >= similarity) earliest = at;
      }
    }
    if (earliest == kNone) return std::nullopt;
    return first_number_ + earliest;
  }

  void add(const Signature& signature) {
    signatures_.push_back(signature);
    if (signatures_.size() > mask_) {
      spread(2 * (mask_ + 1));
    } else {
      link(static_cast<std::uint32_t>(signatures_.size() - 1));
    }
  }

  std::size_t size() const { return signatures_.size(); }
  std::size_t end_number() const { return first_number_ + signatures_.size(); }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  static double agreement(const Signature& a, const Signature& b) {
    int same = 0;
    for (std::size_t i = 0; i < kPermutations; ++i) same += a[i] == b[i];
    return same / static_cast<double>(kPermutations);
  }

  void spread(std::size_t buckets) {
    mask_ = buckets - 1;
    for (std::size_t band = 0; band < kBands; ++band) {
      heads_[band].assign(buckets, kNone);
      next_[band].clear();
    }
    for (std::uint32_t at = 0; at < signatures_.size(); ++at) link(at);
  }

  void link(std::uint32_t at) {
    for (std::size_t band = 0; band < kBands; ++band) {
      auto& head = heads_[band][band_key(signatures_[at], band) & mask_];
      next_[band].push_back(head);
      head = at;
    }
  }

  std::size_t first_number_, mask_ = 0;
  std::vector<Signature> signatures_;
  std::array<std::vector<std::uint32_t>, kBands> heads_, next_;
};

}  // namespace

// Two generations: when the newer one is full, the older one is dropped.
struct NearDuplicates::Index {
  NearDuplicateOptions options;
  Shingles shingles;
  std::optional<Generation> older;
  Generation newer{0};
};

NearDuplicates::NearDuplicates(NearDuplicateOptions options) : index_(std::make_unique<Index>()) {
  index_->options = options;
}
NearDuplicates::NearDuplicates(NearDuplicates&&) noexcept = default;
NearDuplicates::~NearDuplicates() = default;

std::optional<std::size_t> NearDuplicates::match_or_add(std::string_view text) {
  const auto least = minima(index_->shingles.of(text));
  Signature signature;
  for (std::size_t i = 0; i < kPermutations; ++i) signature[i] = static_cast<std::uint16_t>(least[i]);
  if (index_->older) {
    if (const auto found = index_->older->find(signature, index_->options.similarity)) return found;
  }
  if (const auto found = index_->newer.find(signature, index_->options.similarity)) return found;
  if (index_->newer.size() == kRemembered) {
    const auto next_number = index_->newer.end_number();
    index_->older = std::move(index_->newer);
    index_->newer = Generation(next_number);
  }
  index_->newer.add(signature);
  return std::nullopt;
}

}  // namespace smartdesk::text

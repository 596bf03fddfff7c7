#include "text/near_duplicates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "text/internal/shingles.h"

namespace smartdesk::text {
namespace {

constexpr std::size_t kPermutations = 128;
// 16 bands of 8: texts of similarity 0.9 share a band with probability 1 - (1 - 0.9^8)^16 = 0.9999, texts of similarity
// 0.5 with probability 0.06.
constexpr std::size_t kBands = 16;
constexpr std::size_t kRows = kPermutations / kBands;

// Two bytes of each minimum are enough to compare: they agree by chance once in 65,536; one byte where two have agreed.
using Signature = std::array<std::uint16_t, kPermutations>;
using ShortSignature = std::array<std::uint8_t, kPermutations>;

// own: of the words outside the frame, or of all if there are none. Texts are looked up by these: few others share
// them, while thousands may share a form, and to compare each with each would take quadratic time.
struct Sketch {
  Signature own;
  ShortSignature whole;
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

// The least value that each permutation gives to any of the added shingles.
class Minima {
 public:
  Minima() { least_.fill(std::numeric_limits<std::uint32_t>::max()); }

  void add(std::uint64_t shingle) {
    const auto& numbers = permutations();
    for (std::size_t i = 0; i < kPermutations; ++i)
      least_[i] = std::min(least_[i], static_cast<std::uint32_t>((shingle * numbers[i][0] + numbers[i][1]) >> 32));
  }

  template <typename Made>
  Made signature() const {
    Made made;
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = static_cast<typename Made::value_type>(least_[i]);
    return made;
  }

 private:
  std::array<std::uint32_t, kPermutations> least_;
};

template <typename Made>
double agreement(const Made& a, const Made& b) {
  int same = 0;
  for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i];
  return same / static_cast<double>(a.size());
}

bool are_alike(const Sketch& a, const Sketch& b, double similarity) {
  return agreement(a.own, b.own) >= similarity && agreement(a.whole, b.whole) >= similarity;
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

  std::optional<std::size_t> find(const Sketch& sketch, double similarity) const {
    std::uint32_t earliest = kNone;
    for (std::size_t band = 0; band < kBands; ++band) {
      auto at = heads_[band][band_key(sketch.own, band) & mask_];
      for (int compared = 0; at != kNone && compared < kMostCompared; at = next_[band][at], ++compared) {
        if (at < earliest && are_alike(sketch, sketches_[at], similarity)) earliest = at;
      }
    }
    if (earliest == kNone) return std::nullopt;
    return first_number_ + earliest;
  }

  void add(const Sketch& sketch) {
    sketches_.push_back(sketch);
    if (sketches_.size() > mask_) {
      spread(2 * (mask_ + 1));
    } else {
      link(static_cast<std::uint32_t>(sketches_.size() - 1));
    }
  }

  std::size_t size() const { return sketches_.size(); }
  std::size_t end_number() const { return first_number_ + sketches_.size(); }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr int kMostCompared = 2000;  // in one band, newest first: thousands that half agree are a pattern

  void spread(std::size_t buckets) {
    mask_ = buckets - 1;
    for (std::size_t band = 0; band < kBands; ++band) {
      heads_[band].assign(buckets, kNone);
      next_[band].clear();
    }
    for (std::uint32_t at = 0; at < sketches_.size(); ++at) link(at);
  }

  void link(std::uint32_t at) {
    for (std::size_t band = 0; band < kBands; ++band) {
      auto& head = heads_[band][band_key(sketches_[at].own, band) & mask_];
      next_[band].push_back(head);
      head = at;
    }
  }

  std::size_t first_number_, mask_ = 0;
  std::vector<Sketch> sketches_;
  std::array<std::vector<std::uint32_t>, kBands> heads_, next_;
};

}  // namespace

// Two generations: when the newer one is full, the older one is dropped.
struct NearDuplicates::Index {
  NearDuplicateOptions options;
  const Frame* frame = nullptr;
  Shingles shingles;
  std::optional<Generation> older;
  Generation newer{0};

  Sketch sketch_of(std::string_view text) {
    const auto& all = shingles.of(text);
    Minima whole, own;
    bool has_own = false;
    for (std::size_t at = 0; at < all.size();) {
      const auto end = end_of_shared(all, at);
      const bool is_frame = end - at >= Frame::kShortestRun;
      for (const auto last = std::max(end, at + 1); at < last; ++at) {
        whole.add(all[at]);
        if (!is_frame) own.add(all[at]);
      }
      has_own = has_own || !is_frame;
    }
    return {(has_own ? own : whole).signature<Signature>(), whole.signature<ShortSignature>()};
  }

  // Behind the run of shingles from at on that many texts share.
  std::size_t end_of_shared(const std::vector<std::uint64_t>& all, std::size_t at) const {
    while (frame != nullptr && at < all.size() && frame->has(all[at])) ++at;
    return at;
  }
};

NearDuplicates::NearDuplicates(NearDuplicateOptions options, const Frame* frame) : index_(std::make_unique<Index>()) {
  index_->options = options;
  index_->frame = frame;
}
NearDuplicates::NearDuplicates(NearDuplicates&&) noexcept = default;
NearDuplicates::~NearDuplicates() = default;

std::optional<std::size_t> NearDuplicates::match_or_add(std::string_view text) {
  const auto sketch = index_->sketch_of(text);
  if (index_->older) {
    if (const auto found = index_->older->find(sketch, index_->options.similarity)) return found;
  }
  if (const auto found = index_->newer.find(sketch, index_->options.similarity)) return found;
  if (index_->newer.size() == kRemembered) {
    const auto next_number = index_->newer.end_number();
    index_->older = std::move(index_->newer);
    index_->newer = Generation(next_number);
  }
  index_->newer.add(sketch);
  return std::nullopt;
}

}  // namespace smartdesk::text

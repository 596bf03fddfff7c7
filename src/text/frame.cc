#include "text/frame.h"

#include <algorithm>
#include <vector>

#include "text/internal/shingles.h"

namespace smartdesk::text {
namespace {

constexpr std::uint8_t kMost = 255;
constexpr std::size_t kCellBits = 24, kSeenBits = 26;

}  // namespace

// A cell counts all shingles whose hashes begin alike. With an average of x counts in a cell, a shingle of one text
// shows more than kShared + 4x with a probability of at most 2 in 10,000.
struct Frame::Counts {
  std::vector<std::uint8_t> texts = std::vector<std::uint8_t>(std::size_t{1} << kCellBits);
  std::vector<bool> seen = std::vector<bool>(std::size_t{1} << kSeenBits);  // by the hash of a whole text
  std::uint64_t total = 0;
  Shingles shingles;
  std::vector<std::uint64_t> distinct;

  static std::size_t cell_of(std::uint64_t shingle) { return static_cast<std::size_t>(shingle >> (64 - kCellBits)); }

  bool is_repeat() {
    std::uint64_t hash = distinct.size();
    for (const auto shingle : distinct) hash = mix(hash ^ shingle);
    const auto at = static_cast<std::size_t>(hash >> (64 - kSeenBits));
    const bool was_seen = seen[at];
    seen[at] = true;
    return was_seen;
  }
};

Frame::Frame() : counts_(std::make_unique<Counts>()) {}
Frame::Frame(Frame&&) noexcept = default;
Frame::~Frame() = default;

void Frame::add(std::string_view text) {
  auto& c = *counts_;
  c.distinct = c.shingles.of(text);
  std::sort(c.distinct.begin(), c.distinct.end());
  c.distinct.erase(std::unique(c.distinct.begin(), c.distinct.end()), c.distinct.end());
  if (c.is_repeat()) return;
  c.total += c.distinct.size();
  for (const auto shingle : c.distinct) {
    auto& count = c.texts[Counts::cell_of(shingle)];
    count = static_cast<std::uint8_t>(count + (count < kMost));
  }
}

bool Frame::has(std::uint64_t shingle) const {
  const auto enough = std::min<std::uint64_t>(kMost, kShared + ((4 * counts_->total) >> kCellBits));
  return counts_->texts[Counts::cell_of(shingle)] >= enough;
}

}  // namespace smartdesk::text

// The texts that a model was trained on, as hashes: enough to recognise one, and nothing that can be read back.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::models {

// Immutable; copies share their memory. Safe to share between threads.
class TrainingTexts {
 public:
  static constexpr std::size_t kMost = 1'000'000;

  TrainingTexts() = default;  // of a model that does not know its training texts

  // hashes: any order, repeats allowed. Of more than kMost different ones the lowest are kept.
  explicit TrainingTexts(std::vector<std::uint64_t> hashes);

  // Of 2^64 possible hashes, a text that is not among a million others is taken for one with probability 5e-14.
  // Cost: a binary search.
  bool contains(std::uint64_t hash) const;

  bool is_empty() const { return hashes_.empty(); }
  bool is_complete() const { return hashes_.size() < kMost; }  // false: others may have been left out

  // Serialises, and restores from bytes that `owner` keeps in memory (nothing is copied). bytes: at a multiple of 8.
  // Throws Error{kInvalidInput} if they are no whole number of hashes.
  std::string to_bytes() const;
  static TrainingTexts from_bytes(std::string_view bytes, std::shared_ptr<const void> owner);

 private:
  std::span<const std::uint64_t> hashes_;  // ascending, different
  std::shared_ptr<const void> owner_;
};

}  // namespace smartdesk::models

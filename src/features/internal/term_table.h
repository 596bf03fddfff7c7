// From a term's hash to its column: flat, so that it can be used where it lies in a mapped file.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace smartdesk::features {

// What a text's term is looked up for, side by side: one look, one line of the cache.
struct Term {
  std::uint64_t hash;  // 0: an empty slot
  std::uint32_t column;
  float idf;
};

// Open addressing over a power of two of slots, at most half of them taken.
class TermTable {
 public:
  TermTable() = default;
  explicit TermTable(std::span<const Term> slots) : slots_(slots) {}

  // nullptr if there is no such term.
  const Term* find(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      if (slots_[at].hash == hash) return &slots_[at];
      if (slots_[at].hash == 0) return nullptr;
    }
  }

  // Fetches the slot that find() will look at first.
  void expect(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }

  std::span<const Term> slots() const { return slots_; }

  static std::vector<Term> slots_for(std::span<const Term> terms) {
    std::size_t size = 16;
    while (size < terms.size() * 2) size *= 2;
    std::vector<Term> slots(size, Term{0, 0, 0});
    for (const auto& term : terms) {
      std::size_t at = term.hash & (size - 1);
      while (slots[at].hash != 0) at = (at + 1) & (size - 1);
      slots[at] = term;
    }
    return slots;
  }

 private:
  std::span<const Term> slots_;
};

}  // namespace smartdesk::features

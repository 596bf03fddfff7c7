// Finds a term's column by its hash. Flat, so that a mapped file can be used without copying.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace smartdesk::features {

// All data of a term together, so that a look-up touches one cache line.
struct Term {
  std::uint64_t hash;  // 0: an empty slot
  std::uint32_t column;
  float idf;
};

// Open addressing. The number of slots is a power of two; at most half of them are used.
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

  // Prefetches the slot that find() reads first.
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

// A grammar of phrases with choices, in named sections: "(my|our) {thing} costs {#5-90} euros".
// Format: docs/formats/grammar.md.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"

namespace smartdesk::generation {

// Immutable once read; safe to share between threads.
class Grammar {
 public:
  // Adds the sections of one file; `name` is used in messages. Throws Error{kInvalidInput} with file and line for text
  // before the first section, an unclosed bracket or an invalid range.
  void read(std::string_view text, std::string_view name);

  // Checks that every {slot} names a section. Throws Error{kInvalidInput} with the slot and its position.
  void check() const;

  bool has(std::string_view section) const;

  // A random line of the section with all choices made. {slot} uses the section "slot <product>" if there is one, else
  // "slot"; {product} is the product itself.
  std::string expand(std::string_view section, std::string_view product, Random& random) const;

  // The names and weights of a section of "label weight" lines.
  struct Weighted {
    std::vector<std::string> names;
    std::vector<double> weights;
  };
  Weighted weights(std::string_view section) const;

 private:
  // A part of a phrase: literal text, a slot, a range of numbers, or a choice between phrases.
  struct Part {
    enum class Kind { kLetters, kSlot, kNumber, kChoice };
    Kind kind = Kind::kLetters;
    std::string letters;
    std::uint64_t low = 0, high = 0;
    std::vector<std::vector<Part>> choices;
  };
  using Phrase = std::vector<Part>;

  struct Section {
    std::vector<Phrase> phrases;
    std::vector<std::string> lines;
    std::string origin;  // file and line
  };

  class Parser;
  void append(const Phrase& phrase, std::string_view product, Random& random, std::string& out) const;
  const Section& section(std::string_view name) const;
  void check(const Phrase& phrase, const std::string& origin) const;

  std::map<std::string, Section, std::less<>> sections_;
};

}  // namespace smartdesk::generation

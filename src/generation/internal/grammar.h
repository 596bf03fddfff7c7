// Phrases that contain choices, and the sections they come from: "(my|our) {thing} costs {#5-90} euros".
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
  // Adds the sections of one file; name is for messages. Throws Error{kInvalidInput} naming file and line: text before
  // the first section, an unclosed bracket, a bad range.
  void read(std::string_view text, std::string_view name);

  // Every {slot} must lead to a section: throws Error{kInvalidInput} naming the slot and where it stands.
  void check() const;

  bool has(std::string_view section) const;

  // One line of the section, its choices made. {slot} first looks for the section "slot <product>", then "slot";
  // {product} is the product itself.
  std::string expand(std::string_view section, std::string_view product, Random& random) const;

  // A section of "label weight" lines.
  struct Weighted {
    std::vector<std::string> names;
    std::vector<double> weights;
  };
  Weighted weights(std::string_view section) const;

 private:
  // A part of a phrase: letters as they are, a slot, a range of numbers, or a choice between phrases.
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

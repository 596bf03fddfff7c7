// The overlapping word triples of a text, by which texts are compared.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/tokens.h"

namespace smartdesk::text {

// A bijection that spreads numbers evenly.
std::uint64_t mix(std::uint64_t x);

// Reuse one object for many texts.
class Shingles {
 public:
  // Hashes of the word 3-grams in order, lower-cased; of the letter 5-grams if there are fewer than five words. Repeats
  // occur; never empty. Valid until the next call.
  const std::vector<std::uint64_t>& of(std::string_view text);

 private:
  void add_letters();

  Words words_;
  std::vector<std::uint64_t> hashes_;
};

}  // namespace smartdesk::text

// How varied a set of texts is: whether a generator writes many tickets or one ticket many times.
// Sources: Li et al., "A Diversity-Promoting Objective Function", 2016 (distinct-n); Shaib et al., "Standardizing the
// Measurement of Text Diversity", 2024 (compression ratio).

#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace smartdesk::text {

// Not thread-safe. Memory: 8 bytes per distinct word pair, and nothing per text.
class Diversity {
 public:
  Diversity();
  ~Diversity();

  void add(std::string_view text);

  // Distinct words per word, and distinct pairs of words per pair: 1 if none repeats, 0 without words.
  double distinct_words() const;
  double distinct_pairs() const;
  // Bytes before and after zlib: about 2.5 for natural English tickets; 6 and more means repetition.
  double compression_ratio() const;

 private:
  struct Counts;
  std::unique_ptr<Counts> counts_;
};

}  // namespace smartdesk::text

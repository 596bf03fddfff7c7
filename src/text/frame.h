// Finds the words that many texts share: forms, templates, disclaimers. What is left are a text's own words.

#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace smartdesk::text {

// Counts in how many of the texts that it was given each word 3-gram occurs (letter 5-gram in texts below 5 words).
// Give it all texts first, then hand it to NearDuplicates. Not thread-safe while it counts. Memory: 25 MB for any
// number of texts. Cost: one pass over each text, and a look-up per word.
class Frame {
 public:
  // A run of at least kShortestRun shingles that each occur in kShared different texts is frame; shorter runs are
  // everyday phrases. Above some 60,000 texts of 60 words kShared grows slowly with the texts (9 at 280,000, at most
  // 255), because the counts then share their memory with those of other words.
  static constexpr int kShared = 5;
  static constexpr std::size_t kShortestRun = 8;  // ten words

  Frame();
  Frame(Frame&&) noexcept;
  ~Frame();

  // A text with the same words as an earlier one counts once. Rarely, below 1 % of a million texts, a new one is taken
  // for such a repeat; the counts are then a little too low.
  void add(std::string_view text);

  // Whether kShared of the texts have this shingle (a hash of text/internal/shingles.h).
  bool has(std::uint64_t shingle) const;

 private:
  struct Counts;
  std::unique_ptr<Counts> counts_;
};

}  // namespace smartdesk::text

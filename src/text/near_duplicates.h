// Finds texts that repeat an earlier one in nearly the same words.
// Source: Broder, "On the resemblance and containment of documents", 1997 (MinHash), with locality-sensitive hashing.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "text/frame.h"

namespace smartdesk::text {

struct NearDuplicateOptions {
  double similarity = 0.9;  // Jaccard of the texts' sets of word 3-grams (lower-cased; character 5-grams below 5 words)
};

// Remembers at least the last kRemembered texts that it was given. Not thread-safe. Memory: about 550 bytes per text of
// any length, and never more than 450 MB.
class NearDuplicates {
 public:
  static constexpr std::size_t kRemembered = 400'000;

  // frame: the words that many texts share; two texts are near-duplicates only if their other words are alike too (or
  // neither has any). It must outlive this object. None: whole texts are compared.
  explicit NearDuplicates(NearDuplicateOptions options = {}, const Frame* frame = nullptr);
  NearDuplicates(NearDuplicates&&) noexcept;
  ~NearDuplicates();

  // Returns the earliest remembered text that this one nearly repeats. If there is none, remembers this one and returns
  // nullopt. Texts are numbered from 0 in the order in which they were remembered. 128 permutations; the standard error
  // of the estimate is about 0.03 at similarity 0.9. Of texts that agree in a sixteenth of it, at most the last 2,000
  // are looked at, so that a call costs at most some milliseconds.
  std::optional<std::size_t> match_or_add(std::string_view text);

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace smartdesk::text

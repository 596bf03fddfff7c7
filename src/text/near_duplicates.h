// Finds texts that say the same in nearly the same words.
// Source: Broder, "On the resemblance and containment of documents", 1997 (MinHash), with locality-sensitive hashing.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace smartdesk::text {

struct NearDuplicateOptions {
  double similarity = 0.9;  // Jaccard of the texts' sets of word 3-grams (lower-cased; character 5-grams below 5 words)
};

// Remembers the texts it was shown, the last kRemembered at least. Not thread-safe. Memory: about 420 bytes a text,
// whatever its length, and never more than 350 MB.
class NearDuplicates {
 public:
  static constexpr std::size_t kRemembered = 400'000;

  explicit NearDuplicates(NearDuplicateOptions options = {});
  NearDuplicates(NearDuplicates&&) noexcept;
  ~NearDuplicates();

  // The earliest remembered text that this one nearly repeats; if there is none this one is remembered. Texts are
  // numbered from 0 in the order they were remembered. 128 permutations; the estimate's standard error is about 0.03 at
  // similarity 0.9.
  std::optional<std::size_t> match_or_add(std::string_view text);

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace smartdesk::text

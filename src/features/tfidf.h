// Turns a text into a row of numbers: its known words and letter n-grams, weighted by how rare they are.
// Follows scikit-learn's TfidfVectorizer / FeatureUnion in every formula: idf = ln((1 + n) / (1 + df)) + 1, each view's
// part of a row divided by its Euclidean length.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "features/sparse_matrix.h"
#include "text/tokens.h"

namespace smartdesk::features {

// One way to split a text into terms. A vectoriser joins the columns of several views.
struct TextView {
  enum class Kind {
    kWords,  // n-grams of Words
    kChars,  // n-grams of letters inside words, each word with a blank on both sides (scikit-learn's char_wb)
  };
  Kind kind = Kind::kWords;
  text::Words::Rule rule = text::Words::Rule::kScikitLearn;  // of kWords
  int min_n = 1;                                             // 1 to max_n
  int max_n = 1;                                             // at most 8
  int min_df = 1;                                            // terms in fewer training texts are left out
  std::uint32_t max_features = 0;                            // keep only this many of the most frequent terms; 0 is all
  bool english_stop_words = false;                           // leave them out (of kWords)
  bool sublinear = false;                                    // 1 + ln(count) instead of the count
};

struct TfidfOptions {
  std::vector<TextView> views;
  static TfidfOptions parity();  // the reference: words, English stop words, 5,000 terms
  static TfidfOptions best();    // words 1-2 with min_df 1, chars 2-5 with min_df 2, sublinear
};

// Scratch memory of transform(); one per thread, reused from text to text.
struct TfidfScratch {
  struct Impl;
  TfidfScratch();
  TfidfScratch(TfidfScratch&&) noexcept;
  ~TfidfScratch();
  // Of the last transformed text: the share of the first view's terms, repeats included, that have a column; 0 for a
  // text without terms.
  float known() const;
  std::unique_ptr<Impl> impl;
};

// One occurrence of a column's term in a text.
struct TermOccurrence {
  std::uint32_t column;
  text::Span span;
};

// A fitted vectoriser. Holds 64-bit hashes of terms, not the terms; occurrences() shows what a column stands for.
// Immutable; cheap to copy (shared); safe to share between threads.
class Tfidf {
 public:
  // Throws Error{kInvalidInput} if the texts contain no term. Cost: about two passes over the texts.
  static Tfidf fit(std::span<const std::string_view> texts, const TfidfOptions& options, const Run& run);

  std::uint32_t columns() const;
  const TfidfOptions& options() const;

  // The row of one text; valid until the scratch is used again. Does not allocate after the scratch has grown. kAsRead
  // is cheaper, for callers that only add up entries.
  enum class Order { kAscending, kAsRead };
  SparseRow transform(std::string_view text, TfidfScratch& scratch, Order order = Order::kAscending) const;

  SparseMatrix transform_all(std::span<const std::string_view> texts, const Run& run) const;

  // Every occurrence of a known term in the text, in any order.
  std::vector<TermOccurrence> occurrences(std::string_view text) const;

  // Serialises, and restores from bytes that `owner` keeps in memory (the tables are not copied). from_bytes throws
  // Error{kInvalidInput} for bytes that to_bytes never makes.
  std::string to_bytes() const;
  static Tfidf from_bytes(std::string_view bytes, std::shared_ptr<const void> owner);

 private:
  friend class CountedTexts;
  struct Impl;
  explicit Tfidf(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

}  // namespace smartdesk::features

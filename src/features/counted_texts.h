// Texts cut into terms once, from which the rows of any part of them follow: what cross-validation needs.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "features/sparse_matrix.h"
#include "features/tfidf.h"

namespace smartdesk::features {

class RowBuilder;

// Immutable once counted; safe to share between threads. Memory: 6 bytes for each different term of each text.
class CountedTexts {
 public:
  // Throws Error{kInvalidInput} if not one term is found in all the texts. Cost: two passes over the texts.
  // left_out: hashes of terms, sorted, that are not to be counted.
  static CountedTexts count(std::span<const std::string_view> texts, const TfidfOptions& options, const Run& run,
                            std::span<const std::uint64_t> left_out = {});

  // How many terms of how many texts: what memory goes by.
  std::size_t entries() const { return terms_.size(); }

  // Hashes, sorted, of the terms behind the first view whose columns in rows(all(), …) have the lowest value, as many
  // as hold `share` (0 to 1) of all entries together.
  std::vector<std::uint64_t> lowest_terms(std::span<const float> value_by_column, double share) const;

  std::size_t size() const { return row_ends_.size() - 1; }
  std::vector<std::size_t> all() const;  // 0 to size() - 1

  // Exactly Tfidf::fit of the texts numbered `fitted`.
  Tfidf vectoriser(std::span<const std::size_t> fitted) const;

  // Exactly what that vectoriser makes of the texts `fitted` and of the texts `others`, without reading them again;
  // others_known: how much of each of `others` it knows, as Tfidf::transform tells.
  struct Rows {
    SparseMatrix fitted, others;
    std::vector<float> others_known;
  };
  Rows rows(std::span<const std::size_t> fitted, std::span<const std::size_t> others, const Run& run) const;

  // rows(all(), {}).fitted in the memory of the counts, which are gone then.
  SparseMatrix into_rows(const Run& run) &&;

 private:
  struct Chosen;  // the terms that get a column

  Chosen choose(std::span<const std::size_t> fitted) const;
  void build_row(std::size_t text, const Chosen& chosen, RowBuilder& builder) const;
  std::vector<float> known(std::span<const std::size_t> texts, const Chosen& chosen) const;
  SparseMatrix weigh(std::span<const std::size_t> texts, const Chosen& chosen, const Run& run) const;

  TfidfOptions options_;
  std::vector<std::uint64_t> hashes_;     // of all terms, in column order
  std::vector<std::uint32_t> view_ends_;  // past the last term of each view
  std::vector<std::size_t> row_ends_{0};
  std::vector<std::uint32_t> terms_;   // ascending within a text
  std::vector<std::uint16_t> counts_;  // at most 65,535
};

}  // namespace smartdesk::features

// Splits texts into terms once and then makes the rows of any subset, as cross-validation needs.

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

// Immutable; safe to share between threads. Memory: 6 bytes per distinct term of each text.
class CountedTexts {
 public:
  // left_out: sorted hashes of terms that are not counted. Throws Error{kInvalidInput} if the texts contain no term.
  // Cost: two passes over the texts.
  static CountedTexts count(std::span<const std::string_view> texts, const TfidfOptions& options, const Run& run,
                            std::span<const std::uint64_t> left_out = {});

  // The number of distinct terms summed over the texts, which determines memory.
  std::size_t entries() const { return terms_.size(); }

  // The terms of the views after the first whose columns in rows(all(), …) have the lowest values: as many as make up
  // `share` (0 to 1) of all entries. Returns their hashes, sorted.
  std::vector<std::uint64_t> lowest_terms(std::span<const float> value_by_column, double share) const;

  std::size_t size() const { return row_ends_.size() - 1; }
  std::vector<std::size_t> all() const;  // 0 to size() - 1

  // The same as Tfidf::fit on the texts numbered `fitted`.
  Tfidf vectoriser(std::span<const std::size_t> fitted) const;

  // The same rows as that vectoriser makes of the texts `fitted` and `others`, without reading the texts again.
  // others_known: the share of known terms of each of `others`, as TfidfScratch::known.
  struct Rows {
    SparseMatrix fitted, others;
    std::vector<float> others_known;
  };
  Rows rows(std::span<const std::size_t> fitted, std::span<const std::size_t> others, const Run& run) const;

  // rows(all(), {}).fitted, in the memory of the counts. The object is empty afterwards.
  SparseMatrix into_rows(const Run& run) &&;

 private:
  struct Chosen;  // the terms that get a column

  Chosen choose(std::span<const std::size_t> fitted) const;
  void build_row(std::size_t text, const Chosen& chosen, RowBuilder& builder) const;
  std::vector<float> known(std::span<const std::size_t> texts, const Chosen& chosen) const;
  SparseMatrix weigh(std::span<const std::size_t> texts, const Chosen& chosen, const Run& run) const;

  TfidfOptions options_;
  std::vector<std::uint64_t> hashes_;     // of all terms, in column order
  std::vector<std::uint32_t> view_ends_;  // one past the last term of each view
  std::vector<std::size_t> row_ends_{0};
  std::vector<std::uint32_t> terms_;   // ascending within a text
  std::vector<std::uint16_t> counts_;  // at most 65,535
};

}  // namespace smartdesk::features

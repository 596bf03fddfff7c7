// Drops rows that are not tickets, merges rare labels, removes duplicates, and reports each change with its reason.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/run.h"
#include "core/taxonomy.h"
#include "formats/table.h"

namespace smartdesk::training {

struct CleanOptions {
  std::string in, out;
  std::string report;                                    // CSV of line, action, reason, detail; empty: no report
  std::string text_column;                               // empty: detected
  std::vector<std::pair<std::string, std::string>> map;  // --map ours=theirs
  std::string encoding;                                  // of the input (text::encoding_name); empty: detected
  bool parity = false;      // apply only the reference's two rules: missing labels and rare categories
  int rarest_category = 5;  // labels with fewer rows become their task's rest, such as Other for categories
  Taxonomy taxonomy = default_taxonomy();  // its tasks and a column `label` are the label columns
  std::function<void(const formats::TableReader&)> on_read = {};  // called once, after the last row; may be empty
};

struct CleanResult {
  std::uint64_t rows_in = 0, rows_out = 0;
  std::map<std::string, std::uint64_t> dropped;    // by reason
  std::map<std::string, std::uint64_t> merged;     // by label that was merged into its task's rest
  std::map<std::string, std::uint64_t> respelled;  // by spelling that was replaced by its label's name
  std::uint64_t rejected = 0;                      // unreadable rows; also listed in the report
};

// Applies the first matching rule, in this order: no label, empty text, leaked reasoning, prompt echo, truncated text,
// duplicate, near-duplicate. Keeps columns and order.
// - A row has no label if no task has one, or if one says that labelling failed (Error, Unknown, "No … detected"); with
//   parity also if one task has none. Without label columns this rule drops nothing.
// - Other spellings of a label are replaced by its name (core/label_column.h), unless parity is wanted. What is no
//   label is never merged.
// - Near-duplicates are alike as a whole and in their own words, without what many rows share (text/frame.h).
// Reads the file three times, with parity twice (standard input goes through a temporary file). Memory: bounded by
// NearDuplicates and Frame, plus 8 bytes per row. Throws Error{kInvalidInput} and writes nothing if no row can be read
// or no row is left.
CleanResult clean(const CleanOptions& options, const Run& run);

}  // namespace smartdesk::training

// Drops what is no ticket, merges rare categories, removes repeats, and says what was done to which row and why.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/run.h"
#include "formats/table.h"

namespace smartdesk::training {

struct CleanOptions {
  std::string in, out;
  std::string report;                                    // CSV of line, action, reason, detail; empty: none is written
  std::string text_column;                               // empty: recognised
  std::vector<std::pair<std::string, std::string>> map;  // --map ours=theirs
  bool parity = false;      // only the two rules of the reference: labels that are none, rare categories
  int rarest_category = 5;  // categories with fewer rows become Other
};

struct CleanResult {
  std::uint64_t rows_in = 0, rows_out = 0;
  std::map<std::string, std::uint64_t> dropped;  // by reason
  std::map<std::string, std::uint64_t> merged;   // by category that became Other
  std::uint64_t rejected = 0;                    // rows that could not be read; they are in the report too
};

// Rules, in this order, the first that applies counts: a label that is none (Error, Unknown, empty, "No … detected"),
// empty text, leaked reasoning, prompt echo, text that was cut off, the same text before, nearly the same text before.
// Columns and order stay. Reads the file twice (standard input goes through a temporary file). Memory: bounded by
// NearDuplicates, and 8 bytes a row. Throws Error{kInvalidInput}, with nothing written, if no row can be read or none
// is left.
CleanResult clean(const CleanOptions& options, const Run& run);

}  // namespace smartdesk::training

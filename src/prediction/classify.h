// Classifies a table of tickets: one output row per input row, in order.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/run.h"
#include "formats/table.h"
#include "prediction/predictor.h"

namespace smartdesk::prediction {

struct ClassifyOptions {
  std::string in = "-";
  std::string out = "-";
  std::string text_column;                                    // empty: detected
  std::vector<std::pair<std::string, std::string>> map;       // --map ours=theirs
  std::string encoding;                                       // of the input (text::encoding_name); empty: detected
  std::optional<formats::TableFormat> in_format, out_format;  // default: by file name; stdout: as the input
  std::function<void(const formats::Rejected&)> on_rejected;
  std::function<void(const formats::TableReader&)> on_read;  // called after the last row; may be empty
  bool probabilities = false;                                // also write the probability of each label
};

struct ClassifyResult {
  std::uint64_t rows = 0;
  std::uint64_t rejected = 0;
  std::uint64_t abstained = 0;  // predictions flagged `abstain`, over all tasks
  std::uint64_t unknown = 0;    // predictions flagged `unknown`, over all tasks
};

// Each output row has the input's columns, then per task T predicted_T, probability_T, flag_T (empty, `abstain`, or
// `unknown` for a text unlike those that the head was trained on) and unknown_score_T (0 to 1), then predicted_summary.
// With `probabilities`, unknown_score_T is followed by probability_T_LABEL for each label, in the fewest digits that
// read back as the same float; of a multi-label column, each is the probability that the label applies. Input columns
// with these names are overwritten; throws Error{kUsage} if two of the model's own columns have one name. JSON(L) input
// gives JSON(L) output by default. Unreadable rows are counted and omitted. Memory: a few thousand rows, independent of
// the file's size. Cost: uses all threads; keeps the order.
ClassifyResult classify(const Predictor& predictor, const ClassifyOptions& options, const Run& run);

}  // namespace smartdesk::prediction

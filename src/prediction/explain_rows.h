// Explains the predictions for all rows of a table: one JSON line per row, in order.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/run.h"
#include "formats/table.h"
#include "prediction/predictor.h"

namespace smartdesk::prediction {

// As in ClassifyOptions, where nothing else is said.
struct ExplainRowsOptions {
  std::string in = "-";  // a table; or one text in a file whose name ends in .txt
  std::string out = "-";
  std::string text_column = {};
  std::vector<std::pair<std::string, std::string>> map = {};
  std::string encoding = {};
  std::optional<formats::TableFormat> in_format = {};
  std::size_t most_words = std::numeric_limits<std::size_t>::max();  // per task, strongest first
  std::function<void(const formats::Rejected&)> on_rejected = {};
  std::function<void(const formats::TableReader&)> on_read = {};
};

struct ExplainRowsResult {
  std::uint64_t rows = 0, rejected = 0;
};

// Each line is {"line":…,"id":…, …} with what explanation_json() gives; id: the row's own, "" if there is none. The
// output is whole or absent. Memory: some hundred rows. Cost: explain() for each row, on all threads. Throws
// Error{kInvalidInput} if no row could be read or a .txt file has no text, and as explain() does.
ExplainRowsResult explain_rows(const Predictor& predictor, const ExplainRowsOptions& options, const Run& run);

}  // namespace smartdesk::prediction

// Splits JSON files into the objects that are their records.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "formats/internal/byte_window.h"
#include "formats/internal/json_columns.h"
#include "formats/table.h"

namespace smartdesk::formats {

// Finds the end of a JSON value that comes in pieces. Knows brackets and strings, and nothing else of JSON.
class JsonValueEnd {
 public:
  // depth: brackets that are open already.
  explicit JsonValueEnd(int depth = 0) : depth_(depth) {}

  // Continues in bytes, which begin with the value (less what was dropped). True if at() is the end of the value.
  bool find(std::string_view bytes);
  std::size_t at() const { return at_; }
  void drop(std::size_t count) { at_ -= count; }

 private:
  std::size_t at_ = 0;
  int depth_;
  bool in_string_ = false, is_escaped_ = false;
};

// Knows one object per line (JSONL), arrays of objects, objects one after another, an object around such an array (the
// value of `tickets`, `results`, `result`, `data`, `issues`, `conversations`, `items`, `records`, `rows` or `value`),
// and pandas' tables by column or index. Streams one object at a time, except pandas' tables (json_columns.h). What is
// left out is rejected with its line. One thread at a time.
class JsonElements {
 public:
  // lines: JSONL, unless the file begins with `[`. Throws Error{kInvalidInput} if the file is no JSON.
  JsonElements(files::InputFile file, bool lines, const ReadOptions& options);

  using Reject = std::function<void(Rejected)>;

  // The next object as it is written, valid until the next call. It may be anything, also no JSON. False at the end.
  bool next(std::string_view& raw, std::uint64_t& line, const Reject& reject);

  const DecodedFile& input() const { return window_.input(); }
  const files::InputFile& file() const { return window_.input().file(); }

 private:
  bool next_line(std::string_view& raw, std::uint64_t& line, const Reject& reject);
  bool next_value(std::string_view& raw, std::uint64_t& line, const Reject& reject);
  bool next_row(std::string_view& raw, std::uint64_t& line);
  bool enter();
  bool enter_wrapper();
  void leave_array();
  bool is_table();
  void load_table();
  bool value(std::string_view& raw, const Reject& reject);
  void skip_comment(const Reject& reject);
  std::size_t skip_blanks();
  void skip_rest_of_line();
  bool skip_value(JsonValueEnd& end);
  bool see(std::size_t count);
  std::size_t after_blanks(std::size_t at);

  ByteWindow window_;
  bool lines_;
  std::size_t max_bytes_;
  bool in_array_ = false, in_wrapper_ = false, may_be_wrapped_ = true;
  std::unique_ptr<JsonColumns> table_;
  std::string row_;
  std::size_t pending_ = 0;
  std::uint64_t line_ = 1;
};

}  // namespace smartdesk::formats

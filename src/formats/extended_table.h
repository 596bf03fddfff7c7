// A table written again with cells added to each row: what classify and label do.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/table.h"

namespace smartdesk::formats {

// A record that outlives the reader's buffer.
class KeptRecord {
 public:
  // Returns the bytes held. Memory of an earlier record is used again.
  std::size_t take(const Record& record);

  void fields(std::vector<std::string_view>& out) const;
  std::string_view raw() const { return std::string_view(bytes_).substr(field_end_.empty() ? 0 : field_end_.back()); }
  std::uint64_t line() const { return line_; }

 private:
  std::uint64_t line_ = 0;
  std::string bytes_;                     // the fields one after another, then raw
  std::vector<std::uint32_t> field_end_;  // in bytes_
};

// One thread at a time; whole or absent like TableWriter.
class ExtendedTable {
 public:
  // out_format: else by the ending of `out`; standard output is as the input. input: the names that its columns bear in
  // the output. An added column that the input has already takes that one's place.
  ExtendedTable(const std::string& out, std::optional<TableFormat> out_format, TableFormat in_format,
                const std::vector<std::string>& input, const std::vector<Column>& added, bool renamed = false);

  // added: one cell per added column. JSON in and out: the object stays as it was, with the cells at its end, unless a
  // column was renamed or replaced.
  void write(const KeptRecord& record, std::span<const std::string> added);
  void flush() { table_.flush(); }
  void commit() { table_.commit(); }

 private:
  struct Layout {
    std::vector<Column> columns;
    std::vector<std::size_t> added_at;  // one per added column
    std::size_t first_new = 0;          // of columns
    Layout(const std::vector<std::string>& input, const std::vector<Column>& added);
  };

  Layout layout_;
  bool extends_json_;
  TableWriter table_;
  std::vector<std::string_view> cells_;
};

}  // namespace smartdesk::formats

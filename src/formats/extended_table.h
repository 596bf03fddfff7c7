// Copies a table and adds cells to each row, as classify and label do.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/table.h"

namespace smartdesk::formats {

// A copy of a record, which stays valid after the reader has moved on.
class KeptRecord {
 public:
  // Returns the number of bytes held. Reuses the memory of an earlier record.
  std::size_t take(const Record& record);

  void fields(std::vector<std::string_view>& out) const;
  std::string_view raw() const { return std::string_view(bytes_).substr(field_end_.empty() ? 0 : field_end_.back()); }
  std::uint64_t line() const { return line_; }

 private:
  std::uint64_t line_ = 0;
  std::string bytes_;                     // the fields in order, then raw
  std::vector<std::uint32_t> field_end_;  // in bytes_
};

// One thread at a time; whole or absent like TableWriter.
class ExtendedTable {
 public:
  // out_format: if it is empty, the ending of `out` decides; standard output uses in_format (CSV for mail). input: the
  // names of its columns in the output. An added column replaces an input column of the same name.
  ExtendedTable(const std::string& out, std::optional<TableFormat> out_format, TableFormat in_format,
                const std::vector<std::string>& input, const std::vector<Column>& added, bool renamed = false);

  // added: one cell per added column. If input and output are JSON and no column is renamed or replaced, the object is
  // kept as it is and the cells are appended.
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

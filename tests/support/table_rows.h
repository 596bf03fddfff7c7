// For tests: all that a table has.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/table.h"

namespace smartdesk {

struct TableRows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::uint64_t> lines;
  std::vector<std::string> notes;
  std::vector<formats::Rejected> rejected;
  formats::TableFormat format = formats::TableFormat::kCsv;
};

inline TableRows table_rows(const std::string& path, formats::ReadOptions options = {}) {
  TableRows table;
  options.on_rejected = [&](const formats::Rejected& row) { table.rejected.push_back(row); };
  auto reader = formats::TableReader::open(path, options);
  for (formats::Record record; reader.next(record);) {
    table.rows.emplace_back(record.fields.begin(), record.fields.end());
    table.lines.push_back(record.line);
  }
  table.columns = reader.columns();
  table.notes = reader.notes();
  table.format = reader.format();
  return table;
}

}  // namespace smartdesk

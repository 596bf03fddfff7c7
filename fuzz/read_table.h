// Checks the guarantees of every table, for any bytes.

#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error.h"
#include "formats/table.h"
#include "memory_file.h"
#include "text/utf8.h"

namespace smartdesk {

// Reads the bytes as a table; an Error is accepted. Aborts if a record lacks a field, a field is not valid UTF-8 or
// contains a NUL, or the reader's counts are wrong.
inline void read_table(std::string_view bytes, formats::ReadOptions options) {
  const MemoryFile file(bytes);
  std::uint64_t rejected = 0, accepted = 0;
  options.on_rejected = [&](const formats::Rejected& row) {
    if (row.line == 0 || row.reason.empty()) std::abort();
    ++rejected;
  };
  try {
    auto reader = formats::TableReader::open(file.path(), options);
    for (formats::Record record; reader.next(record); ++accepted) {
      if (record.fields.size() != reader.columns().size() || record.line == 0) std::abort();
      for (const auto field : record.fields) {
        if (text::first_invalid_utf8(field) || field.find('\0') != std::string_view::npos) std::abort();
      }
    }
    if (reader.accepted() != accepted || reader.rejected() != rejected) std::abort();
  } catch (const Error&) {
    // expected
  }
}

}  // namespace smartdesk

// Finds out how a CSV file is written: its delimiter, and where its header is.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace smartdesk::formats {

struct CsvDialect {
  char delimiter = ',';
  std::size_t header_at = 0;        // the bytes before the header
  std::uint64_t title_lines = 0;    // lines before it, without a `sep=` line; blank ones at the front do not count
  bool has_delimiter_line = false;  // the file begins with Excel's `sep=;`
};

// beginning: the first bytes of a file without byte order mark, at least 64 KiB or all of it. delimiter: given by the
// format or the user. Otherwise it is what a `sep=` line says, or the one of , ; tab | that gives the widest header.
// The header is the first row, except below title lines: lines of one cell, or lines that a blank line separates from
// the header, above a row that has more cells and whose number of cells repeats below it. Looks at 50 rows. Pure.
CsvDialect detect_csv_dialect(std::string_view beginning, std::optional<char> delimiter);

}  // namespace smartdesk::formats

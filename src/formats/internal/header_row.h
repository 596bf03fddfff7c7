// Where the header of a table is, if lines of a title stand above it.

#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace smartdesk::formats {

inline constexpr std::size_t kRowsSeen = 50;  // what decides

// A row that is not blank, as far as it tells where the header is.
struct RowShape {
  std::size_t width = 0;      // cells
  std::size_t filled = 0;     // cells up to the last one that is not empty
  bool is_names = true;       // its cells can be column names
  bool blank_behind = false;  // a blank row follows
};

// Prose has blanks behind its commas, data have numbers.
bool can_be_name(std::string_view cell);

// Whether half of the rows behind the header at least are as wide as it, or shorter, which Excel makes of empty cells.
bool fits_below(std::span<const RowShape> rows, std::size_t header);

// The first row, except below title lines: rows of one cell, or rows that a blank row separates from the header, above
// a row that has more cells and whose number of cells repeats below it. first_line: the text of the first row.
std::size_t header_row(std::span<const RowShape> rows, std::string_view first_line);

}  // namespace smartdesk::formats

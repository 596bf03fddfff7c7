#include "formats/internal/header_row.h"

#include <algorithm>

namespace smartdesk::formats {
namespace {

constexpr std::size_t kLongestTitle = 20;

bool are_titles(std::span<const RowShape> rows, std::size_t header, std::string_view first_line) {
  bool blank_behind = false;
  for (std::size_t i = header; i-- > 0;) {
    blank_behind = blank_behind || rows[i].blank_behind;
    const bool is_narrow = rows[i].filled <= 1 || (blank_behind && rows[i].filled < rows[header].filled);
    if (!is_narrow) return false;
  }
  // One word in small letters is the header of a table of one column.
  return first_line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string_view::npos;
}

}  // namespace

bool can_be_name(std::string_view cell) {
  constexpr std::size_t kLongestName = 100;
  if (cell.empty()) return true;
  const bool is_number = cell.find_first_not_of("0123456789.,:/- ") == std::string_view::npos;
  return cell.front() != ' ' && cell.size() <= kLongestName && !is_number;
}

bool fits_below(std::span<const RowShape> rows, std::size_t header) {
  const auto below = rows.subspan(header + 1);
  const auto fitting = std::count_if(below.begin(), below.end(), [&](const RowShape& row) {
    return row.width >= 2 && row.width <= rows[header].width;
  });
  return static_cast<std::size_t>(fitting) * 2 >= below.size();
}

std::size_t header_row(std::span<const RowShape> rows, std::string_view first_line) {
  for (std::size_t k = 1; k + 1 < rows.size() && k <= kLongestTitle; ++k) {
    const auto& row = rows[k];
    const auto below = rows.subspan(k + 1);
    const bool repeats =
        std::any_of(below.begin(), below.end(), [&](const RowShape& other) { return other.width == row.width; });
    const bool is_title = row.blank_behind && row.filled < rows[k + 1].filled;
    if (!is_title && row.filled >= 2 && row.is_names && repeats && fits_below(rows, k) &&
        are_titles(rows, k, first_line))
      return k;
  }
  return 0;
}

}  // namespace smartdesk::formats

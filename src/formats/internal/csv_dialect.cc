#include "formats/internal/csv_dialect.h"

#include <algorithm>
#include <vector>

#include "formats/internal/csv_record.h"

namespace smartdesk::formats {
namespace {

constexpr std::size_t kRowsSeen = 50, kLongestTitle = 20;

// A row that is not blank.
struct Row {
  std::size_t begin = 0;
  std::size_t width = 0;   // cells
  std::size_t filled = 0;  // cells up to the last one that is not empty
  bool is_names = false;   // its cells can be column names
  bool blank_behind = false;
};

// Prose has blanks behind its commas, data have numbers.
bool can_be_name(std::string_view cell) {
  constexpr std::size_t kLongestName = 100;
  if (cell.empty()) return true;
  const bool is_number = cell.find_first_not_of("0123456789.,:/- ") == std::string_view::npos;
  return cell.front() != ' ' && cell.size() <= kLongestName && !is_number;
}

Row row_of(std::string_view bytes, std::size_t begin, const CsvRecord& record) {
  Row row{begin, record.fields.size(), 0, true, false};
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const auto& field = record.fields[i];
    if (field.begin < field.end) row.filled = i + 1;
    row.is_names = row.is_names && can_be_name(bytes.substr(field.begin, field.end - field.begin));
  }
  return row;
}

std::vector<Row> rows_of(std::string_view text, char delimiter) {
  std::vector<Row> rows;
  CsvScanner scanner(delimiter, text.size());
  CsvRecord record;
  for (std::size_t at = 0; at < text.size() && rows.size() < kRowsSeen; at += record.next) {
    const auto bytes = text.substr(at);
    scanner.scan(bytes, true, record);
    const auto row = row_of(bytes, at, record);
    if (row.filled > 0) {
      rows.push_back(row);
    } else if (!rows.empty()) {
      rows.back().blank_behind = true;
    }
  }
  return rows;
}

// Half of the rows behind the header at least are as wide as it, or shorter, which Excel makes of empty cells.
bool fits_below(const std::vector<Row>& rows, std::size_t header) {
  const auto fitting = std::count_if(rows.begin() + static_cast<std::ptrdiff_t>(header) + 1, rows.end(),
                                     [&](auto& row) { return row.width >= 2 && row.width <= rows[header].width; });
  return static_cast<std::size_t>(fitting) * 2 >= rows.size() - header - 1;
}

bool are_titles(std::string_view text, const std::vector<Row>& rows, std::size_t header) {
  bool blank_behind = false;
  for (std::size_t i = header; i-- > 0;) {
    blank_behind = blank_behind || rows[i].blank_behind;
    const bool is_narrow = rows[i].filled <= 1 || (blank_behind && rows[i].filled < rows[header].filled);
    if (!is_narrow) return false;
  }
  // One word in small letters is the header of a table of one column.
  const auto first = text.substr(rows[0].begin, text.find_first_of("\r\n", rows[0].begin) - rows[0].begin);
  return first.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string_view::npos;
}

std::size_t header_of(std::string_view text, const std::vector<Row>& rows) {
  for (std::size_t k = 1; k + 1 < rows.size() && k <= kLongestTitle; ++k) {
    const auto& row = rows[k];
    const bool repeats = std::any_of(rows.begin() + static_cast<std::ptrdiff_t>(k) + 1, rows.end(),
                                     [&](const Row& below) { return below.width == row.width; });
    if (row.filled >= 2 && row.is_names && repeats && fits_below(rows, k) && are_titles(text, rows, k)) return k;
  }
  return 0;
}

// How well a delimiter fits: the greater, the better.
struct Fit {
  bool is_table = false, starts_with_header = false;
  std::size_t width = 0;
  auto operator<=>(const Fit&) const = default;
};

// Excel's first line "sep=;", or nothing.
std::optional<std::pair<char, std::size_t>> delimiter_line(std::string_view text) {
  const auto line = text.substr(0, std::min(text.find('\n'), text.find('\r')));
  auto content = line;
  if (content.size() > 1 && content.starts_with('"') && content.ends_with('"'))
    content = content.substr(1, content.size() - 2);
  const bool is_one = content.size() == 5 && (content.starts_with("sep=") || content.starts_with("SEP="));
  if (!is_one || content[4] == '"') return std::nullopt;
  const auto next = line.size() + (text.substr(line.size()).starts_with("\r\n") ? 2 : 1);
  return std::pair{content[4], std::min(next, text.size())};
}

std::uint64_t lines_in(std::string_view text) {
  const auto count = [&](char c) { return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), c)); };
  return std::max(count('\n'), count('\r'));
}

}  // namespace

CsvDialect detect_csv_dialect(std::string_view beginning, std::optional<char> delimiter) {
  CsvDialect dialect;
  if (const auto said = delimiter_line(beginning)) {
    dialect.has_delimiter_line = true;
    delimiter = said->first;
    dialect.header_at = said->second;
  }
  const auto text = beginning.substr(dialect.header_at);
  const auto start = dialect.header_at;
  std::optional<Fit> best;
  for (const char candidate : delimiter ? std::string_view(&*delimiter, 1) : std::string_view(",;\t|")) {
    const auto rows = rows_of(text, candidate);
    if (rows.empty()) break;
    const auto header = header_of(text, rows);
    const bool is_table = rows[header].width >= 2 && fits_below(rows, header);
    const Fit fit{is_table, header == 0, rows[header].width};
    if (best && fit <= *best) continue;
    best = fit;
    dialect.delimiter = candidate;
    dialect.header_at = header == 0 ? start : start + rows[header].begin;
    dialect.title_lines = header == 0 ? 0 : lines_in(text.substr(0, rows[header].begin));
  }
  if (delimiter) dialect.delimiter = *delimiter;
  return dialect;
}

}  // namespace smartdesk::formats

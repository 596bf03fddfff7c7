#include "formats/internal/csv_dialect.h"

#include <algorithm>
#include <vector>

#include "formats/internal/csv_record.h"
#include "formats/internal/header_row.h"

namespace smartdesk::formats {
namespace {

// The rows that are not blank, and where they begin.
struct Rows {
  std::vector<RowShape> shapes;
  std::vector<std::size_t> begins;
};

RowShape shape_of(std::string_view bytes, const CsvRecord& record) {
  RowShape row{record.fields.size(), 0, true, false};
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const auto& field = record.fields[i];
    if (field.begin < field.end) row.filled = i + 1;
    row.is_names = row.is_names && can_be_name(bytes.substr(field.begin, field.end - field.begin));
  }
  return row;
}

Rows rows_of(std::string_view text, char delimiter) {
  Rows rows;
  CsvScanner scanner(delimiter, text.size());
  CsvRecord record;
  for (std::size_t at = 0; at < text.size() && rows.shapes.size() < kRowsSeen; at += record.next) {
    const auto bytes = text.substr(at);
    scanner.scan(bytes, true, record);
    const auto row = shape_of(bytes, record);
    if (row.filled > 0) {
      rows.shapes.push_back(row);
      rows.begins.push_back(at);
    } else if (!rows.shapes.empty()) {
      rows.shapes.back().blank_behind = true;
    }
  }
  return rows;
}

std::string_view line_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, text.find_first_of("\r\n", begin) - begin);
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
    if (rows.shapes.empty()) break;
    const auto header = header_row(rows.shapes, line_at(text, rows.begins[0]));
    const auto width = rows.shapes[header].width;
    const Fit fit{width >= 2 && fits_below(rows.shapes, header), header == 0, width};
    if (best && fit <= *best) continue;
    best = fit;
    dialect.delimiter = candidate;
    dialect.header_at = header == 0 ? start : start + rows.begins[header];
    dialect.title_lines = header == 0 ? 0 : lines_in(text.substr(0, rows.begins[header]));
  }
  if (delimiter) dialect.delimiter = *delimiter;
  return dialect;
}

}  // namespace smartdesk::formats

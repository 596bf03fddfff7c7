#include "formats/internal/spreadsheet/sheet_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "formats/internal/header_row.h"
#include "formats/internal/spreadsheet/cell_place.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

constexpr std::size_t kMostNames = 2'000;  // columns, as of JSON

// A header of several lines becomes one.
std::string on_one_line(std::string_view text) {
  std::string line(text::trimmed(text));
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::erase(line, '\r');
  return line;
}

std::uint32_t width_of(const SheetRow& row) { return row.cells.empty() ? 0 : row.cells.back().column + 1; }

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 5;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i)
    list += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", names[i]);
  return names.size() > kNamed ? list + ", …" : list;
}

}  // namespace

SheetReader::SheetReader(std::unique_ptr<Workbook> book, std::string path, const ReadOptions& options)
    : book_(std::move(book)), path_(std::move(path)), max_field_bytes_(options.max_field_bytes) {
  choose_sheet();
  take_header();
  sheet_ = book_->sheet_name();
  sheets_read_.push_back(sheet_);
}

// A sheet of one column is often a cover page. So it is read only if there is no other.
void SheetReader::choose_sheet() {
  std::vector<std::pair<std::size_t, std::string>> passed;
  while (book_->next_sheet()) {
    ++sheet_number_;
    if (!read_head()) continue;
    if (has_table()) {
      for (auto& [number, name] : passed) sheets_left_out_.push_back(std::move(name));
      return;
    }
    passed.emplace_back(sheet_number_, book_->sheet_name());
  }
  if (passed.empty())
    throw Error(ErrorCode::kInvalidInput, path_ + " has no rows. Add a header row with column names.");
  book_->restart();
  for (sheet_number_ = 0; sheet_number_ < passed[0].first; ++sheet_number_) book_->next_sheet();
  read_head();
}

// Reads the rows that decide where the header is. False if there are none.
bool SheetReader::read_head() {
  head_.clear();
  spans_.clear();
  SheetRow row;
  while (head_.size() < kRowsSeen && read_row(row)) head_.push_back(std::move(row));
  return !head_.empty();
}

bool SheetReader::has_table() const {
  const auto header = header_in_head();
  return head_.size() > header + 1 && head_[header].cells.size() >= 2;
}

std::size_t SheetReader::header_in_head() const {
  std::size_t width = 0;
  for (const auto& row : head_) width = std::max<std::size_t>(width, width_of(row));
  std::vector<RowShape> shapes;
  for (std::size_t i = 0; i < head_.size(); ++i) {
    const auto& cells = head_[i].cells;
    const bool is_names =
        std::all_of(cells.begin(), cells.end(), [](const SheetCell& cell) { return can_be_name(cell.text); });
    const bool blank_behind = i + 1 < head_.size() && head_[i + 1].number > head_[i].number + 1;
    // A title may stand in any column.
    const std::size_t filled = cells.size() == 1 ? 1 : width_of(head_[i]);
    shapes.push_back({width, filled, is_names, blank_behind});
  }
  constexpr std::string_view kAnyTitle = "Title";
  return header_row(shapes, kAnyTitle);
}

void SheetReader::note_titles(std::size_t header) {
  if (header == 0) return;
  notes_.push_back(fmt::format("{} lines above the header (line {}) were skipped", header, head_[header].number));
}

// Names the columns that have a name, or a value in the first rows.
void SheetReader::take_header() {
  const auto header = header_in_head();
  note_titles(header);
  head_.erase(head_.begin(), head_.begin() + static_cast<std::ptrdiff_t>(header));
  const auto names = names_in(head_.front());
  std::vector<bool> is_used(names.size());
  for (const auto& row : head_) {
    for (const auto& cell : row.cells) {
      if (cell.column >= is_used.size()) is_used.resize(cell.column + std::size_t{1});
      is_used[cell.column] = true;
    }
  }
  column_of_.assign(is_used.size(), std::nullopt);
  for (std::size_t i = 0; i < is_used.size(); ++i) {
    if (!is_used[i]) continue;
    if (columns_.size() == kMostNames) {
      notes_.push_back(fmt::format("there are more than {} columns; the others are left out", kMostNames));
      break;
    }
    column_of_[i] = columns_.size();
    columns_.push_back(i < names.size() ? names[i] : "");
  }
  head_.pop_front();
}

std::vector<std::string> SheetReader::names_in(const SheetRow& header) const {
  std::vector<std::string> names(width_of(header));
  for (const auto& cell : header.cells) names[cell.column] = on_one_line(cell.text);
  return names;
}

bool SheetReader::read_row(SheetRow& row) {
  if (!book_->next_row(row)) return false;
  fill_spans(row);
  return true;
}

// Rows in which merged cells are all there is do not come from the book, and are no tickets.
void SheetReader::fill_spans(SheetRow& row) {
  std::erase_if(spans_, [&](const Span& span) { return span.last_row < row.number; });
  for (const auto& span : spans_) {
    const auto at = std::lower_bound(row.cells.begin(), row.cells.end(), span.column,
                                     [](const SheetCell& cell, std::uint32_t column) { return cell.column < column; });
    if (at == row.cells.end() || at->column != span.column) row.cells.insert(at, {span.column, 1, span.text});
  }
  constexpr std::size_t kMost = 1'000, kLongest = 10'000;  // more would be an attack, longer is no field of a ticket
  for (const auto& cell : row.cells) {
    if (cell.rows > 1 && spans_.size() < kMost && cell.text.size() <= kLongest)
      spans_.push_back({cell.column, row.number + cell.rows - 1, cell.text});
  }
}

bool SheetReader::next_row(SheetRow& row) {
  if (head_.empty()) return read_row(row);
  row = std::move(head_.front());
  head_.pop_front();
  return true;
}

// Goes to the next sheet with the same header.
bool SheetReader::next_sheet_of_table() {
  while (book_->next_sheet()) {
    ++sheet_number_;
    if (!read_head()) continue;
    const auto header = header_in_head();
    auto names = names_in(head_[header]);
    std::erase(names, "");
    auto wanted = columns_;
    std::erase(wanted, "");
    if (names != wanted) {
      sheets_left_out_.push_back(book_->sheet_name());
      continue;
    }
    note_titles(header);
    const auto header_row = head_[header];
    for (const auto& cell : header_row.cells) {
      if (cell.column >= column_of_.size()) column_of_.resize(cell.column + std::size_t{1});
    }
    std::fill(column_of_.begin(), column_of_.end(), std::nullopt);
    std::size_t number = 0;
    for (const auto& cell : header_row.cells) {
      while (number < columns_.size() && columns_[number].empty()) ++number;
      column_of_[cell.column] = number++;
    }
    head_.erase(head_.begin(), head_.begin() + static_cast<std::ptrdiff_t>(header) + 1);
    sheets_read_.push_back(book_->sheet_name());
    return true;
  }
  return false;
}

bool SheetReader::next(Record& record, const std::function<void(Rejected)>& reject) {
  while (!is_at_end_) {
    if (!next_row(row_)) {
      is_at_end_ = !next_sheet_of_table();
      if (is_at_end_) note_end();
      continue;
    }
    fill_in(row_, record);
    const bool is_blank =
        std::all_of(record.fields.begin(), record.fields.end(), [](std::string_view field) { return field.empty(); });
    if (is_blank) continue;
    auto fault = fault_in(record);
    if (!fault) return true;
    fault->line = row_.number;
    if (sheets_read_.size() > 1) fault->reason = fmt::format("sheet \"{}\": {}", sheets_read_.back(), fault->reason);
    reject(std::move(*fault));
  }
  return false;
}

void SheetReader::fill_in(const SheetRow& row, Record& record) {
  record.line = row.number;
  record.raw = {};
  record.fields.assign(columns_.size(), {});
  for (const auto& cell : row.cells) {
    const auto column = cell.column < column_of_.size() ? column_of_[cell.column] : std::nullopt;
    if (column) {
      record.fields[*column] = cell.text;
    } else if (cells_left_out_++ == 0) {
      first_row_left_out_ = row.number;
    }
  }
}

std::optional<Rejected> SheetReader::fault_in(const Record& record) const {
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const auto field = record.fields[i];
    const auto& name = columns_[i];
    if (field.size() > max_field_bytes_)
      return Rejected{0, name, fmt::format("a field is longer than {} MiB", max_field_bytes_ >> 20)};
    if (field.find('\0') != std::string_view::npos)
      return Rejected{0, name, fmt::format("column \"{}\" contains a NUL byte", name)};
    if (text::first_invalid_utf8(field))
      return Rejected{0, name, fmt::format("column \"{}\" is not valid UTF-8; save the file again", name)};
  }
  return std::nullopt;
}

void SheetReader::note_end() {
  if (sheets_read_.size() > 1)
    notes_.push_back(
        fmt::format("the sheets {} have the same header and were read as one table", listed(sheets_read_)));
  if (!sheets_left_out_.empty()) {
    notes_.push_back(fmt::format("{} sheets were not read, because their header is not that of \"{}\": {}",
                                 sheets_left_out_.size(), sheet_, listed(sheets_left_out_)));
  }
  const auto& lost = book_->lost();
  if (lost.errors > 0)
    notes_.push_back(
        fmt::format("{} cells hold an error such as #N/A (first: {}) and are empty", lost.errors, lost.first_error));
  if (lost.unknown > 0) {
    notes_.push_back(
        fmt::format("{} cells hold a formula without its value (first: {}) and are empty; open the file in a "
                    "spreadsheet program and save it",
                    lost.unknown, lost.first_unknown));
  }
  if (cells_left_out_ > 0) {
    notes_.push_back(fmt::format("{} cells in columns without a name (first in line {}) were left out", cells_left_out_,
                                 first_row_left_out_));
  }
}

}  // namespace smartdesk::formats

// Reads CSV and TSV. csv_record.h says what a field is, csv_dialect.h where the header is.

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/error.h"
#include "formats/internal/byte_window.h"
#include "formats/internal/csv_dialect.h"
#include "formats/internal/csv_record.h"
#include "formats/internal/record_source.h"
#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

class CsvReader final : public RecordSource {
 public:
  CsvReader(files::InputFile file, TableFormat format, const ReadOptions& options)
      : window_(std::move(file), options.encoding),
        max_field_bytes_(options.max_field_bytes),
        scanner_(',', options.max_field_bytes) {
    detect_dialect(format);
    read_header();
  }

  const std::vector<std::string>& columns() const override { return columns_; }
  std::uint64_t bytes_read() const override { return file().bytes_read(); }
  std::uint64_t bytes_total() const override { return file().bytes_total(); }
  text::Encoding encoding() const override { return window_.input().encoding(); }
  std::uint64_t unreadable_characters() const override { return window_.input().replaced(); }
  std::optional<char> delimiter() const override { return delimiter_; }
  const std::vector<std::string>& notes() const override { return notes_; }

  bool next(Record& record, const std::function<void(Rejected)>& reject) override {
    while (find_record(reject)) {
      if (is_blank_line()) {
        take_record();
        continue;
      }
      const auto line = line_;
      auto fault = fit_to_columns();
      const auto raw = window_.bytes().substr(0, scanned_.end);
      take_record();
      if (!fault) {
        materialise(record);
        fault = fault_in(raw, record);
      }
      if (fault) {
        fault->line = line;
        reject(std::move(*fault));
        continue;
      }
      record.line = line;
      record.raw = {};
      return true;
    }
    return false;
  }

 private:
  const files::InputFile& file() const { return window_.input().file(); }

  void detect_dialect(TableFormat format) {
    constexpr std::size_t kEnough = std::size_t{64} << 10;
    while (window_.bytes().size() < kEnough && extend()) continue;
    const auto start = window_.bytes();
    if (start.starts_with("\xEF\xBB\xBF")) advance(3);
    const auto dialect =
        detect_csv_dialect(window_.bytes(), format == TableFormat::kTsv ? std::optional('\t') : std::optional<char>());
    delimiter_ = dialect.delimiter;
    scanner_ = CsvScanner(delimiter_, max_field_bytes_);
    line_ += dialect.title_lines + (dialect.has_delimiter_line ? 1 : 0);
    advance(dialect.header_at);
    if (dialect.title_lines > 0)
      notes_.push_back(fmt::format("{} lines above the header (line {}) were skipped", dialect.title_lines, line_));
  }

  void read_header() {
    const auto refuse = [&](Rejected fault) {
      throw Error(ErrorCode::kInvalidInput, fmt::format("{}, line {}: {}.", file().path(), fault.line, fault.reason));
    };
    do {
      if (!find_record(refuse))
        throw Error(ErrorCode::kInvalidInput, file().path() + " is empty. Add a header line with column names.");
      take_record();
    } while (is_blank_line());
    Record header;
    materialise(header);
    if (auto fault = fault_in(window_.bytes().substr(0, scanned_.end), header)) {
      fault->line = 1;
      refuse(*fault);
    }
    columns_.assign(header.fields.begin(), header.fields.end());
  }

  // Splits one record into scanned_ and puts its bytes at the front of the window. False at the end of the file.
  bool find_record(const std::function<void(Rejected)>& reject) {
    advance(std::exchange(pending_, 0));
    for (;;) {
      if (window_.bytes().empty() && (at_end_ || !extend())) return false;
      const auto scan = scanner_.scan(window_.bytes(), at_end_, scanned_);
      if (scan == CsvScan::kComplete) return true;
      if (scan == CsvScan::kNeedsMore) {
        extend();
        continue;
      }
      reject({line_, name_of(scanned_.fields.size()),
              fmt::format("a field is longer than {} MiB", max_field_bytes_ >> 20)});
      line_ += line_ends_in(window_.bytes().substr(0, scanned_.end));
      advance(scanned_.end);
      skip_line();
    }
  }

  bool extend() {
    if (!at_end_ && window_.extend()) return true;
    at_end_ = true;
    return false;
  }

  void advance(std::size_t count) {
    window_.advance(count);
    offset_ += count;
  }

  // The record's bytes stay in view until the next one is looked for.
  void take_record() {
    pending_ = scanned_.next;
    line_ += count_lines(window_.bytes().substr(0, scanned_.next));
  }

  bool is_blank_line() const {
    return scanned_.fields.size() == 1 && scanned_.fields[0].begin == scanned_.fields[0].end;
  }

  // Gives scanned_ as many fields as there are columns, or says why that cannot be.
  std::optional<Rejected> fit_to_columns() {
    auto& fields = scanned_.fields;
    if (fields.size() == columns_.size()) [[likely]] {
      note_open_quote();
      return std::nullopt;
    }
    const auto found = drop_empty_cells_behind();
    if (fields.size() > columns_.size()) prefer_first_line();
    note_open_quote();
    if (fields.size() > columns_.size() && is_whole()) join_text_without_quotes();
    if (fields.size() < columns_.size() && is_whole()) {
      fields.resize(columns_.size(), CsvField{scanned_.end, scanned_.end, false});
    }
    if (fields.size() == columns_.size()) return std::nullopt;
    if (scanned_.has_open_quote)
      return Rejected{0, name_of(fields.size() - 1), "a quote opens here and is never closed"};
    return Rejected{0, "", fmt::format("found {} fields, expected {}", found, columns_.size())};
  }

  std::size_t drop_empty_cells_behind() {
    auto& fields = scanned_.fields;
    const auto found = fields.size();
    while (fields.size() > columns_.size() && fields.back().begin == fields.back().end) fields.pop_back();
    return found;
  }

  // Too many fields over several lines: a stray quote of the first line can have met one of a later row. If the first
  // line alone fits, it is the row.
  void prefer_first_line() {
    const auto bytes = window_.bytes();
    const auto first_end = std::min(bytes.find('\n'), bytes.find('\r'));
    if (first_end >= scanned_.end) return;
    CsvRecord line;
    scanner_.scan_line(bytes, line);
    if (line.fields.size() != columns_.size()) return;
    line.has_open_quote = true;
    line.searched = scanned_.end;
    scanned_ = std::move(line);
  }

  // A text that should have been in quotes ("charged twice; please check"): a blank follows its delimiters, and no
  // other of the row. Joined only if that leaves one field per column.
  void join_text_without_quotes() {
    const auto bytes = window_.bytes();
    std::vector<CsvField> joined;
    for (const auto& field : scanned_.fields) {
      const auto text = bytes.substr(field.begin, field.end - field.begin);
      const bool goes_on = !joined.empty() && !field.quoted && !joined.back().quoted && text.starts_with(' ') &&
                           text.find_first_not_of(' ') != std::string_view::npos;
      if (goes_on) {
        joined.back().end = field.end;
      } else {
        joined.push_back(field);
      }
    }
    if (joined.size() != columns_.size()) return;
    scanned_.fields = std::move(joined);
    note_joined_row();
  }

  void note_joined_row() {
    if (++joined_rows_ == 1) {
      first_joined_line_ = line_;
      notes_.emplace_back();
      joined_note_ = notes_.size() - 1;
    }
    notes_[joined_note_] = fmt::format(
        "{} rows have a \"{}\" inside a text without quotes (first in line {}); it was read as part of the text",
        joined_rows_, delimiter_, first_joined_line_);
  }

  void note_open_quote() {
    if (scanned_.has_open_quote) suspect_until_ = std::max(suspect_until_, offset_ + scanned_.searched);
  }

  // Spreadsheets leave empty cells out at the end of a row. But a row below an open quote can be a line of the text
  // behind that quote.
  bool is_whole() const { return !scanned_.has_open_quote && offset_ >= suspect_until_; }

  // Skips the rest of a line of any length.
  void skip_line() {
    for (;;) {
      const auto bytes = window_.bytes();
      const auto end = std::min(bytes.find('\n'), bytes.find('\r'));
      if (end != std::string_view::npos) {
        const bool has_both = bytes[end] == '\r' && (end + 1 < bytes.size() || extend()) &&
                              window_.bytes().substr(end).starts_with("\r\n");
        ++line_;
        return advance(end + (has_both ? 2 : 1));
      }
      advance(bytes.size());
      if (!extend()) return;
    }
  }

  static std::uint64_t line_ends_in(std::string_view bytes) {
    return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  }

  static std::uint64_t count_lines(std::string_view bytes) {
    const auto count = line_ends_in(bytes);
    return count == 0 && bytes.ends_with('\r') ? 1 : count;
  }

  // Fills in the fields; quoted ones are unescaped into unescaped_.
  void materialise(Record& record) {
    const auto bytes = window_.bytes();
    record.fields.clear();
    unescaped_.clear();
    std::size_t needed = 0;
    for (const auto& field : scanned_.fields) needed += field.quoted ? field.end - field.begin : 0;
    unescaped_.reserve(needed);  // so that views into it stay valid
    for (const auto& field : scanned_.fields) {
      const auto text = bytes.substr(field.begin, field.end - field.begin);
      record.fields.push_back(field.quoted ? unescape(text) : text);
    }
  }

  // text: with its quotes.
  std::string_view unescape(std::string_view text) {
    const auto inner = text.substr(1, text.size() - 2);
    auto quote = inner.find('"');
    if (quote == std::string_view::npos) return inner;
    const std::size_t begin = unescaped_.size();
    std::size_t copied = 0;
    for (; quote != std::string_view::npos; quote = inner.find('"', copied)) {
      unescaped_ += inner.substr(copied, quote + 1 - copied);
      copied = quote + (inner.substr(quote).starts_with("\"\"") ? 2 : 1);
    }
    unescaped_ += inner.substr(copied);
    return std::string_view(unescaped_).substr(begin);
  }

  std::optional<Rejected> fault_in(std::string_view raw, const Record& record) const {
    const bool has_nul = std::memchr(raw.data(), 0, raw.size()) != nullptr;
    if (!has_nul && !text::first_invalid_utf8(raw)) return std::nullopt;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      if (record.fields[i].find('\0') != std::string_view::npos) {
        return Rejected{0, name_of(i),
                        fmt::format("column \"{}\" contains a NUL byte; check that the file is text", name_of(i))};
      }
      if (const auto at = text::first_invalid_utf8(record.fields[i])) {
        return Rejected{0, name_of(i),
                        fmt::format("column \"{}\" is not valid UTF-8 (byte 0x{:02X} at {}); save the file as UTF-8",
                                    name_of(i), static_cast<unsigned char>(record.fields[i][*at]), *at + 1)};
      }
    }
    return Rejected{0, "", "the row is not valid UTF-8; save the file as UTF-8"};
  }

  std::string name_of(std::size_t column) const {
    return column < columns_.size() ? columns_[column] : std::to_string(column + 1);
  }

  ByteWindow window_;
  std::size_t max_field_bytes_;
  char delimiter_ = ',';
  CsvScanner scanner_;
  CsvRecord scanned_;
  std::vector<std::string> columns_, notes_;
  std::string unescaped_;
  std::size_t pending_ = 0;          // bytes of the last record, still in view
  std::uint64_t offset_ = 0;         // of the window, in the file
  std::uint64_t suspect_until_ = 0;  // rows before this offset can be lines of the text behind an open quote
  std::uint64_t line_ = 1;
  std::uint64_t joined_rows_ = 0, first_joined_line_ = 0;
  std::size_t joined_note_ = 0;  // where it stands in notes_
  bool at_end_ = false;
};

}  // namespace

std::unique_ptr<RecordSource> open_csv(files::InputFile file, TableFormat format, const ReadOptions& options) {
  return std::make_unique<CsvReader>(std::move(file), format, options);
}

}  // namespace smartdesk::formats

// RFC 4180 with the deviations of real exports: other delimiters, bare line feeds, quotes in unexpected places.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/error.h"
#include "formats/internal/byte_window.h"
#include "formats/internal/record_source.h"
#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

struct Field {
  std::size_t begin = 0, end = 0;  // in the window, quotes included
  bool quoted = false;
};

enum class Scan { kComplete, kNeedsMore, kFieldTooLong };

class CsvReader final : public RecordSource {
 public:
  CsvReader(files::InputFile file, TableFormat format, const ReadOptions& options)
      : window_(std::move(file), options.encoding), max_field_bytes_(options.max_field_bytes) {
    read_header(format);
  }

  const std::vector<std::string>& columns() const override { return columns_; }
  const files::InputFile& file() const override { return window_.input().file(); }
  text::Encoding encoding() const override { return window_.input().encoding(); }
  std::uint64_t unreadable_characters() const override { return window_.input().replaced(); }

  bool next(Record& record, const std::function<void(Rejected)>& reject) override {
    while (find_record(reject)) {
      const auto line = line_;
      const auto raw = window_.bytes().substr(0, record_end_);
      const bool blank = fields_.size() == 1 && fields_[0].begin == fields_[0].end;
      pending_ = next_record_;
      line_ += count_lines(window_.bytes().substr(0, next_record_));
      if (blank) continue;
      if (fields_.size() != columns_.size()) {
        reject({line, "", fmt::format("found {} fields, expected {}", fields_.size(), columns_.size())});
        continue;
      }
      materialise(record);
      if (auto fault = fault_in(raw, record)) {
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
  void read_header(TableFormat format) {
    window_.extend();
    const auto start = window_.bytes();
    if (start.starts_with("\xEF\xBB\xBF")) window_.advance(3);
    delimiter_ = format == TableFormat::kTsv ? '\t' : likely_delimiter(window_.bytes());
    const auto refuse = [&](Rejected fault) {
      throw Error(ErrorCode::kInvalidInput, fmt::format("{}, line {}: {}.", file().path(), fault.line, fault.reason));
    };
    Record header;
    do {
      if (!find_record(refuse))
        throw Error(ErrorCode::kInvalidInput, file().path() + " is empty. Add a header line with column names.");
      pending_ = next_record_;
      line_ += count_lines(window_.bytes().substr(0, next_record_));
    } while (fields_.size() == 1 && fields_[0].begin == fields_[0].end);
    materialise(header);
    if (auto fault = fault_in(window_.bytes().substr(0, record_end_), header)) {
      fault->line = 1;
      refuse(*fault);
    }
    columns_.assign(header.fields.begin(), header.fields.end());
  }

  static char likely_delimiter(std::string_view text) {
    std::array<std::size_t, 3> count{};
    bool quoted = false;
    for (const char c : text) {
      if (c == '"') quoted = !quoted;
      if (!quoted && (c == '\n' || c == '\r')) break;
      if (quoted) continue;
      count[0] += c == ',';
      count[1] += c == ';';
      count[2] += c == '\t';
    }
    if (count[1] > count[0] && count[1] >= count[2]) return ';';
    return count[2] > count[0] ? '\t' : ',';
  }

  // Puts one record's fields into fields_ and its bytes at the front of the window. False at the end of the file.
  bool find_record(const std::function<void(Rejected)>& reject) {
    window_.advance(std::exchange(pending_, 0));
    for (;;) {
      if (window_.bytes().empty() && (at_end_ || !extend())) return false;
      const Scan scan = scan_record();
      if (scan == Scan::kComplete) return true;
      if (scan == Scan::kFieldTooLong) {
        reject({line_, name_of(fields_.size()), fmt::format("a field is longer than {} MiB", max_field_bytes_ >> 20)});
        skip_record();
        continue;
      }
      if (!at_end_) {
        extend();
        continue;
      }
      // The file ended inside quotes: reject only this line, since the next may be good.
      reject({line_, name_of(fields_.size()), "a quote opens here and is never closed"});
      skip_line();
    }
  }

  bool extend() {
    if (!at_end_ && window_.extend()) return true;
    at_end_ = true;
    return false;
  }

  // Whether c ends a field that is not quoted.
  bool ends_field(char c) const { return c == delimiter_ || c == '\n' || c == '\r'; }

  Scan scan_record() {
    const auto bytes = window_.bytes();
    fields_.clear();
    std::size_t at = 0;
    for (;;) {
      Field field{at, at, at < bytes.size() && bytes[at] == '"'};
      if (field.quoted) {
        const auto close = closing_quote(bytes, at + 1);
        if (close == std::string_view::npos)
          return bytes.size() - at > max_field_bytes_ ? Scan::kFieldTooLong : Scan::kNeedsMore;
        at = close + 1;
      }
      while (at < bytes.size() && !ends_field(bytes[at])) ++at;
      if (at - field.begin > max_field_bytes_) return Scan::kFieldTooLong;
      // A carriage return at the end of the window may be the first half of a line end.
      if (!at_end_ && (at == bytes.size() || (bytes[at] == '\r' && at + 1 == bytes.size()))) return Scan::kNeedsMore;
      field.end = at;
      fields_.push_back(field);
      if (at < bytes.size() && bytes[at] == delimiter_) {
        ++at;
        continue;
      }
      record_end_ = at;
      next_record_ = std::min(bytes.size(), at + (bytes.substr(at).starts_with("\r\n") ? 2 : 1));
      return Scan::kComplete;
    }
  }

  static std::size_t closing_quote(std::string_view bytes, std::size_t at) {
    for (;;) {
      at = bytes.find('"', at);
      if (at == std::string_view::npos || at + 1 == bytes.size() || bytes[at + 1] != '"') return at;
      at += 2;
    }
  }

  // Skips the rest of a record that is too long.
  void skip_record() {
    bool quoted = false, at_field_start = true;
    for (;;) {
      const auto bytes = window_.bytes();
      for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char c = bytes[at];
        if (c == '"' && (quoted || at_field_start)) quoted = !quoted;
        at_field_start = !quoted && (c == delimiter_ || (c == '"' && at_field_start));
        line_ += c == '\n';
        if (!quoted && c == '\n') {
          window_.advance(at + 1);
          return;
        }
      }
      window_.advance(bytes.size());
      if (!extend()) return;
    }
  }

  void skip_line() {
    const auto end = window_.bytes().find('\n');
    ++line_;
    window_.advance(end == std::string_view::npos ? window_.bytes().size() : end + 1);
  }

  static std::uint64_t count_lines(std::string_view bytes) {
    std::uint64_t count = static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    if (count == 0 && bytes.ends_with('\r')) count = 1;
    return count;
  }

  // Fills in the fields; quoted ones are unescaped into unescaped_.
  void materialise(Record& record) {
    const auto bytes = window_.bytes();
    record.fields.clear();
    unescaped_.clear();
    std::size_t needed = 0;
    for (const auto& field : fields_) needed += field.quoted ? field.end - field.begin : 0;
    unescaped_.reserve(needed);  // so that views into it stay valid
    for (const auto& field : fields_) {
      const auto text = bytes.substr(field.begin, field.end - field.begin);
      record.fields.push_back(field.quoted ? unescape(text) : text);
    }
  }

  std::string_view unescape(std::string_view text) {
    const auto inner = text.substr(1);
    if (inner.find('"') + 1 == inner.size()) return inner.substr(0, inner.size() - 1);
    const std::size_t begin = unescaped_.size();
    bool quoted = true;
    for (std::size_t at = 0; at < inner.size(); ++at) {
      if (quoted && inner[at] == '"') {
        quoted = at + 1 < inner.size() && inner[at + 1] == '"';
        if (!quoted) continue;
        ++at;
      }
      unescaped_ += inner[at];
    }
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
  std::vector<std::string> columns_;
  std::vector<Field> fields_;
  std::string unescaped_;
  std::size_t record_end_ = 0, next_record_ = 0;
  std::size_t pending_ = 0;  // bytes of the last record, still in view
  std::uint64_t line_ = 1;
  bool at_end_ = false;
};

}  // namespace

std::unique_ptr<RecordSource> open_csv(files::InputFile file, TableFormat format, const ReadOptions& options) {
  return std::make_unique<CsvReader>(std::move(file), format, options);
}

}  // namespace smartdesk::formats

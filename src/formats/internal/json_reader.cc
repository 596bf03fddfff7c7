// JSON Lines, and JSON arrays split into their elements. simdjson parses one object at a time.

#include <fmt/format.h>
#include <simdjson.h>

#include <unordered_map>

#include "core/error.h"
#include "formats/internal/byte_window.h"
#include "formats/internal/record_source.h"
#include "text/ascii.h"

namespace smartdesk::formats {
namespace {

using simdjson::ondemand::json_type;

// Finds the end of one object byte by byte, because the parser needs the whole object.
class ElementScanner {
 public:
  // The end of the value that starts at bytes[0], or npos if it is incomplete.
  static std::size_t end_of_value(std::string_view bytes) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      const char c = bytes[at];
      if (in_string) {
        if (c == '\\') ++at;
        in_string = c != '"';
        continue;
      }
      if (c == '"') in_string = true;
      if (c == '{' || c == '[') ++depth;
      if (depth == 0 && (c == ',' || c == ']')) return at;
      if ((c == '}' || c == ']') && --depth == 0) return at + 1;
    }
    return std::string_view::npos;
  }
};

class JsonReader final : public RecordSource {
 public:
  JsonReader(files::InputFile file, TableFormat format, const ReadOptions& options,
             const std::function<void(Rejected)>& reject)
      : window_(std::move(file), options.encoding),
        lines_(format == TableFormat::kJsonl),
        max_bytes_(options.max_field_bytes) {
    window_.extend();
    if (window_.bytes().starts_with("\xEF\xBB\xBF")) window_.advance(3);
    if (!lines_) enter_array();
    peeked_ = read(first_, reject);
    if (!peeked_) throw Error(ErrorCode::kInvalidInput, this->file().path() + ": no JSON object found.");
  }

  const std::vector<std::string>& columns() const override { return columns_; }
  const files::InputFile& file() const override { return window_.input().file(); }
  text::Encoding encoding() const override { return window_.input().encoding(); }
  std::uint64_t unreadable_characters() const override { return window_.input().replaced(); }

  bool next(Record& record, const std::function<void(Rejected)>& reject) override {
    if (!peeked_) return read(record, reject);
    peeked_ = false;
    record = first_;
    return true;
  }

 private:
  bool read(Record& record, const std::function<void(Rejected)>& reject) {
    std::string_view raw;
    std::uint64_t line = 0;
    while (next_value(raw, line, reject)) {
      std::string reason;
      if (parse(raw, record, reason)) {
        record.line = line;
        record.raw = raw;
        return true;
      }
      reject({line, "", reason});
    }
    return false;
  }

  bool next_value(std::string_view& raw, std::uint64_t& line, const std::function<void(Rejected)>& reject) {
    for (;;) {
      window_.advance(std::exchange(pending_, 0));
      skip_blanks();
      if (window_.bytes().empty() || (!lines_ && window_.bytes().front() == ']' && in_array_)) return false;
      line = line_;
      const std::size_t end = find_end();
      if (end == kTooLong) {
        reject({line, "", fmt::format("the object is longer than {} MiB", max_bytes_ >> 20)});
        if (!lines_) return false;  // an element must be read to find its end
        skip_line();
        continue;
      }
      raw = window_.bytes().substr(0, end);
      while (!raw.empty() && (raw.back() == '\r' || raw.back() == ' ' || raw.back() == '\n')) raw.remove_suffix(1);
      pending_ = end;
      line_ += static_cast<std::uint64_t>(std::count(raw.begin(), raw.end(), '\n'));
      return true;
    }
  }

  std::size_t find_end() {
    for (;;) {
      const auto bytes = window_.bytes();
      const auto end = lines_ ? bytes.find('\n') : ElementScanner::end_of_value(bytes);
      if (end != std::string_view::npos && end > 0) return end;
      if (bytes.size() > max_bytes_) return kTooLong;
      if (!window_.extend()) return window_.bytes().size();
    }
  }

  // Blanks and, in an array, the commas between elements.
  void skip_blanks() {
    for (;;) {
      const auto bytes = window_.bytes();
      std::size_t at = 0;
      while (at < bytes.size() &&
             (std::string_view(" \t\r\n").find(bytes[at]) != std::string_view::npos || (!lines_ && bytes[at] == ','))) {
        line_ += bytes[at++] == '\n';
      }
      window_.advance(at);
      if (at < bytes.size() || !window_.extend()) return;
    }
  }

  void skip_line() {
    for (;;) {
      const auto end = window_.bytes().find('\n');
      if (end != std::string_view::npos) {
        window_.advance(end);
        return;
      }
      window_.advance(window_.bytes().size());
      if (!window_.extend()) return;
    }
  }

  void enter_array() {
    skip_blanks();
    if (window_.bytes().starts_with('[')) {
      in_array_ = true;
      window_.advance(1);
    } else if (!window_.bytes().starts_with('{')) {
      throw Error(ErrorCode::kInvalidInput,
                  file().path() + " is not a JSON array of objects. For one object per line, use the ending .jsonl.");
    }
  }

  bool parse(std::string_view raw, Record& record, std::string& reason) {
    padded_ = simdjson::padded_string(raw);
    values_.assign(columns_.size(), {});
    try {
      auto document = parser_.iterate(padded_);
      if (document.type() != json_type::object) {
        reason = "expected a JSON object";
        return false;
      }
      std::size_t expected = 0;
      for (auto field : document.get_object()) {
        const std::string_view key = field.unescaped_key();
        const auto column = column_of(key, expected);
        const auto value = text_of(field.value());
        if (value.find('\0') != std::string_view::npos) {
          reason = fmt::format("\"{}\" contains a NUL", key);
          return false;
        }
        if (column) values_[*column] = value;
      }
      const char* rest = nullptr;
      if (document.current_location().get(rest) == simdjson::SUCCESS) {
        reason = "unexpected text after the JSON object";
        return false;
      }
    } catch (const simdjson::simdjson_error& error) {
      reason = fmt::format("not valid JSON: {}", error.what());
      return false;
    }
    header_known_ = true;
    record.fields.assign(values_.begin(), values_.end());
    return true;
  }

  // Keys usually have the same order in each record.
  std::optional<std::size_t> column_of(std::string_view key, std::size_t& expected) {
    if (expected < columns_.size() && columns_[expected] == key) return expected++;
    if (const auto known = column_number_.find(std::string(key)); known != column_number_.end()) {
      expected = known->second + 1;
      return known->second;
    }
    if (header_known_) return std::nullopt;
    columns_.emplace_back(key);
    values_.emplace_back();
    column_number_.emplace(std::string(key), columns_.size() - 1);
    return columns_.size() - 1;
  }

  static std::string_view text_of(simdjson::simdjson_result<simdjson::ondemand::value> value) {
    switch (value.type()) {
      case json_type::string:
        return value.get_string();
      case json_type::null:
        (void)value.is_null();
        return {};
      case json_type::array:
      case json_type::object:
        return text::trimmed(simdjson::to_json_string(value));
      case json_type::number:
        (void)static_cast<double>(value.get_double());
        return text::trimmed(value.raw_json_token());
      default:
        (void)static_cast<bool>(value.get_bool());
        return text::trimmed(value.raw_json_token());
    }
  }

  static constexpr std::size_t kTooLong = std::string_view::npos;

  ByteWindow window_;
  bool lines_;
  bool in_array_ = false;
  std::size_t max_bytes_;
  simdjson::ondemand::parser parser_;
  simdjson::padded_string padded_;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> column_number_;
  bool header_known_ = false;
  std::vector<std::string_view> values_;
  Record first_;
  bool peeked_ = false;
  std::size_t pending_ = 0;
  std::uint64_t line_ = 1;
};

}  // namespace

std::unique_ptr<RecordSource> open_json(files::InputFile file, TableFormat format, const ReadOptions& options,
                                        const std::function<void(Rejected)>& reject) {
  return std::make_unique<JsonReader>(std::move(file), format, options, reject);
}

}  // namespace smartdesk::formats

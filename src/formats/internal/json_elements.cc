#include "formats/internal/json_elements.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/error.h"

namespace smartdesk::formats {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_wrapper_key(std::string_view key) {
  constexpr std::array<std::string_view, 10> kKeys{"tickets",       "results", "result",  "data", "issues",
                                                   "conversations", "items",   "records", "rows", "value"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

bool JsonValueEnd::find(std::string_view bytes) {
  for (; at_ < bytes.size(); ++at_) {
    const char c = bytes[at_];
    if (in_string_) {
      if (std::exchange(is_escaped_, false)) continue;
      is_escaped_ = c == '\\';
      in_string_ = c != '"';
      if (!in_string_ && depth_ == 0) return ++at_, true;
      continue;
    }
    if (c == '"') in_string_ = true;
    if (depth_ == 0 && (c == ',' || c == ']' || c == '}')) return true;
    if (c == '{' || c == '[') ++depth_;
    if ((c == '}' || c == ']') && --depth_ == 0) return ++at_, true;
  }
  return false;
}

JsonElements::JsonElements(files::InputFile file, bool lines, const ReadOptions& options)
    : window_(std::move(file), options.encoding), lines_(lines), max_bytes_(options.max_field_bytes) {
  window_.extend();
  if (window_.bytes().starts_with("\xEF\xBB\xBF")) window_.advance(3);
  skip_blanks();
  const auto start = window_.bytes();
  if (lines_ && start.starts_with('[')) lines_ = false;
  if (lines_ || start.empty()) return;
  if (!start.starts_with('[') && !start.starts_with('{')) {
    throw Error(
        ErrorCode::kInvalidInput,
        this->file().path() + " is not a JSON array of objects. For one object per line, use the ending .jsonl.");
  }
  if (is_table()) load_table();
}

bool JsonElements::next(std::string_view& raw, std::uint64_t& line, const Reject& reject) {
  window_.advance(std::exchange(pending_, 0));
  if (table_) return next_row(raw, line);
  return lines_ ? next_line(raw, line, reject) : next_value(raw, line, reject);
}

bool JsonElements::next_row(std::string_view& raw, std::uint64_t& line) {
  line = line_++;
  const bool found = table_->next(row_);
  raw = row_;
  return found;
}

bool JsonElements::next_line(std::string_view& raw, std::uint64_t& line, const Reject& reject) {
  for (;;) {
    skip_blanks();
    if (window_.bytes().empty()) return false;
    line = line_;
    std::size_t end = window_.bytes().find('\n');
    while (end == std::string_view::npos && window_.bytes().size() <= max_bytes_ && window_.extend())
      end = window_.bytes().find('\n');
    if (end == std::string_view::npos && window_.bytes().size() > max_bytes_) {
      reject({line, "", fmt::format("the object is longer than {} MiB", max_bytes_ >> 20)});
      skip_rest_of_line();
      continue;
    }
    raw = window_.bytes().substr(0, end);
    pending_ = raw.size();
    while (!raw.empty() && is_blank(raw.back())) raw.remove_suffix(1);
    return true;
  }
}

bool JsonElements::next_value(std::string_view& raw, std::uint64_t& line, const Reject& reject) {
  for (;;) {
    const auto commas = skip_blanks();
    const auto bytes = window_.bytes();
    const bool ends = bytes.empty() || (in_array_ && bytes.front() == ']');
    if (commas > 1 || (commas == 1 && ends)) reject({line_, "", "a comma without a value; remove it"});
    if (bytes.empty()) {
      if (in_array_) reject({line_, "", "the file ends inside the array; it seems to be cut"});
      return false;
    }
    line = line_;
    if (bytes.front() == '/' || bytes.front() == '#') {
      skip_comment(reject);
    } else if (in_array_ && bytes.front() == ']') {
      leave_array();
    } else if (!in_array_ && bytes.front() != '{' && bytes.front() != '[') {
      reject({line, "", "unexpected text after the JSON"});
      return false;
    } else if (in_array_ || !enter()) {
      if (value(raw, reject)) return true;
    }
  }
}

// Goes into an array, or a wrapper's array. False if the next value is an object.
bool JsonElements::enter() {
  if (window_.bytes().front() == '[') {
    window_.advance(1);
    in_array_ = true;
    return true;
  }
  if (may_be_wrapped_) may_be_wrapped_ = in_wrapper_ = in_array_ = enter_wrapper();
  return in_wrapper_;
}

// {"count": 2, "tickets": [ … looks at the keys up to the array, and leaves the bytes if there is none.
bool JsonElements::enter_wrapper() {
  std::size_t at = 1;
  for (;;) {
    at = after_blanks(at);
    if (!see(at + 1) || window_.bytes()[at] != '"') return false;
    const auto key_at = at + 1;
    JsonValueEnd key_end;
    do {
      if (key_end.find(window_.bytes().substr(at))) break;
    } while (see(window_.bytes().size() + 1));
    at += key_end.at();
    const auto key = std::string(window_.bytes().substr(key_at, at - key_at - 1));
    at = after_blanks(at);
    if (!see(at + 1) || window_.bytes()[at] != ':') return false;
    at = after_blanks(at + 1);
    if (see(at + 1) && window_.bytes()[at] == '[' && is_wrapper_key(key)) {
      line_ += lines_in(window_.bytes().substr(0, at));
      window_.advance(at + 1);
      return true;
    }
    JsonValueEnd value_end;
    while (!value_end.find(window_.bytes().substr(std::min(at, window_.bytes().size())))) {
      if (!see(window_.bytes().size() + 1)) return false;
    }
    at = after_blanks(at + value_end.at());
    if (!see(at + 1) || window_.bytes()[at] != ',') return false;
    ++at;
  }
}

void JsonElements::leave_array() {
  window_.advance(1);
  in_array_ = false;
  if (!std::exchange(in_wrapper_, false)) return;
  JsonValueEnd end(1);
  skip_value(end);
}

// Whether the file is an object of objects with numbers as keys: {"id":{"0": or {"0":{
bool JsonElements::is_table() {
  if (!window_.bytes().starts_with('{')) return false;
  const auto key_at = after_blanks(1);
  const auto key_end = window_.bytes().find('"', key_at + 1);
  if (key_end == std::string_view::npos || window_.bytes()[key_at] != '"') return false;
  const auto colon = after_blanks(key_end + 1);
  const auto inner = after_blanks(colon + 1);
  if (!see(inner + 1) || window_.bytes()[inner] != '{') return false;
  if (window_.bytes().substr(key_at).starts_with("\"0\"")) return true;
  return window_.bytes().substr(after_blanks(inner + 1)).starts_with("\"0\"");
}

void JsonElements::load_table() {
  constexpr std::size_t kLargest = std::size_t{128} << 20;
  while (window_.bytes().size() <= kLargest && window_.extend()) continue;
  if (window_.bytes().size() > kLargest) {
    throw Error(ErrorCode::kInvalidInput,
                file().path() +
                    " is a table by columns of more than 128 MiB. Write it with one object per row (in pandas: "
                    "to_json(…, orient=\"records\", lines=True)).");
  }
  table_ = std::make_unique<JsonColumns>(window_.bytes(), file().path());
  window_.advance(window_.bytes().size());
}

// The value at the front of the window. False, after a report, if it is too long.
bool JsonElements::value(std::string_view& raw, const Reject& reject) {
  JsonValueEnd end;
  while (!end.find(window_.bytes())) {
    if (window_.bytes().size() > max_bytes_) {
      reject({line_, "", fmt::format("the object is longer than {} MiB", max_bytes_ >> 20)});
      skip_value(end);
      return false;
    }
    if (!window_.extend()) break;
  }
  pending_ = std::max<std::size_t>(end.at(), 1);
  raw = window_.bytes().substr(0, pending_);
  line_ += lines_in(raw);
  while (!raw.empty() && is_blank(raw.back())) raw.remove_suffix(1);
  return true;
}

void JsonElements::skip_comment(const Reject& reject) {
  reject({line_, "", "JSON has no comments; remove it"});
  see(2);
  const bool is_block = window_.bytes().starts_with("/*");
  const std::string_view closing = is_block ? "*/" : "\n";
  for (;;) {
    const auto bytes = window_.bytes();
    const auto end = bytes.find(closing);
    const auto count =
        end != std::string_view::npos ? end + (is_block ? 2 : 0) : bytes.size() - (bytes.ends_with('*') ? 1 : 0);
    line_ += lines_in(bytes.substr(0, count));
    window_.advance(count);
    if (end != std::string_view::npos) return;
    if (!window_.extend()) return window_.advance(window_.bytes().size());
  }
}

// Blanks and, in an array, the commas between values, which it counts.
std::size_t JsonElements::skip_blanks() {
  std::size_t commas = 0;
  for (;;) {
    const auto bytes = window_.bytes();
    std::size_t at = 0;
    while (at < bytes.size() && (is_blank(bytes[at]) || (!lines_ && bytes[at] == ','))) {
      line_ += bytes[at] == '\n' ? 1 : 0;
      commas += bytes[at++] == ',' ? 1 : 0;
    }
    window_.advance(at);
    if (at < bytes.size() || !window_.extend()) return commas;
  }
}

void JsonElements::skip_rest_of_line() {
  for (;;) {
    const auto end = window_.bytes().find('\n');
    if (end != std::string_view::npos) return window_.advance(end);
    window_.advance(window_.bytes().size());
    if (!window_.extend()) return;
  }
}

// Skips a value of any length. False if the file ends in it.
bool JsonElements::skip_value(JsonValueEnd& end) {
  for (;;) {
    const bool found = end.find(window_.bytes());
    line_ += lines_in(window_.bytes().substr(0, end.at()));
    window_.advance(end.at());
    end.drop(end.at());
    if (found) return true;
    if (!window_.extend()) return false;
  }
}

// Whether the window has `count` bytes. Reads on for them, up to the length that an object may have.
bool JsonElements::see(std::size_t count) {
  while (window_.bytes().size() < count && window_.bytes().size() <= max_bytes_ && window_.extend()) continue;
  return window_.bytes().size() >= count;
}

std::size_t JsonElements::after_blanks(std::size_t at) {
  while (see(at + 1) && is_blank(window_.bytes()[at])) ++at;
  return at;
}

}  // namespace smartdesk::formats

#include "formats/internal/csv_record.h"

#include <algorithm>
#include <utility>

namespace smartdesk::formats {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool has_line_end(std::string_view text) {
  return text.find('\n') != std::string_view::npos || text.find('\r') != std::string_view::npos;
}

// Decides whether a quote that neither closes a quoted field nor is doubled can be part of its text.
class InnerQuotes {
 public:
  InnerQuotes(std::string_view bytes, std::size_t open, char delimiter)
      : bytes_(bytes), checked_(open), delimiter_(delimiter) {}

  bool is_text(std::size_t at) {
    crosses_lines_ = crosses_lines_ || has_line_end(bytes_.substr(checked_, at - checked_));
    checked_ = at;
    const char before = bytes_[at - 1], after = bytes_[at + 1];
    if (!crosses_lines_ || before == '\\') return true;
    if (before == delimiter_ || before == '\n' || before == '\r') return false;  // another field opens here
    const bool opens = (is_blank(before) || before == '(') && !is_blank(after);
    const bool was_in_pair = std::exchange(in_pair_, opens);
    return opens || was_in_pair;
  }

 private:
  std::string_view bytes_;
  std::size_t checked_;  // for line ends
  char delimiter_;
  bool crosses_lines_ = false, in_pair_ = false;
};

}  // namespace

struct CsvScanner::Closing {
  enum class Kind { kFound, kNeedsMore, kNone } kind;
  std::size_t quote = 0;  // the closing quote, or where the search ended
  std::size_t after = 0;  // the delimiter or line end behind it
};

CsvScan CsvScanner::scan(std::string_view bytes, bool at_end, CsvRecord& record) {
  record.fields.clear();
  record.has_open_quote = false;
  record.searched = 0;
  const auto wasted_before = wasted_;  // an incomplete record is scanned again
  for (std::size_t at = 0;; ++at) {
    CsvField field{at, at, at < bytes.size() && bytes[at] == '"'};
    if (field.quoted) {
      const auto closing = closing_quote(bytes, at, at_end);
      if (closing.kind == Closing::Kind::kNeedsMore) return undo(wasted_before);
      field.quoted = closing.kind == Closing::Kind::kFound;
      field.end = closing.quote + 1;
      if (field.quoted) {
        at = closing.after;
      } else {
        record.has_open_quote = true;
        record.searched = std::max(record.searched, closing.quote);
        wasted_ += closing.quote - at;
      }
    }
    if (!field.quoted) field.end = at = end_of_field(bytes, at);
    record.end = field.begin;
    if (at - field.begin > max_field_bytes_) return CsvScan::kFieldTooLong;
    // A carriage return at the end of the bytes may be the first half of a line end.
    if (!at_end && (at == bytes.size() || (bytes[at] == '\r' && at + 1 == bytes.size()))) return undo(wasted_before);
    record.fields.push_back(field);
    if (at < bytes.size() && bytes[at] == delimiter_) continue;
    finish(bytes, at, record);
    consumed_ += record.next;
    return CsvScan::kComplete;
  }
}

CsvScan CsvScanner::undo(std::uint64_t wasted) {
  wasted_ = wasted;
  return CsvScan::kNeedsMore;
}

void CsvScanner::scan_line(std::string_view bytes, CsvRecord& record) {
  const auto line = bytes.substr(0, std::min(bytes.find('\n'), bytes.find('\r')));
  const auto consumed = consumed_;
  scan(line, true, record);
  consumed_ = consumed;
  finish(bytes, line.size(), record);
}

void CsvScanner::finish(std::string_view bytes, std::size_t at, CsvRecord& record) {
  record.end = at;
  record.next = std::min(bytes.size(), at + (bytes.substr(at).starts_with("\r\n") ? 2 : 1));
}

std::size_t CsvScanner::end_of_field(std::string_view bytes, std::size_t at) const {
  while (at < bytes.size() && !ends_field(bytes[at])) ++at;
  return at;
}

// Where the search for a closing quote ends. Searching far is for files with few open quotes: if it has read far more
// than the file's own bytes, quotes only close nearby on their line.
std::size_t CsvScanner::search_limit(std::string_view bytes, std::size_t open) const {
  constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{32} << 20, kPerByte = 4;
  constexpr std::size_t kNearby = 256;
  if (wasted_ <= kAlwaysAllowed + kPerByte * consumed_) return open + max_field_bytes_;
  const auto near = bytes.substr(0, std::min(bytes.size(), open + kNearby));
  return std::min({near.size(), near.find('\n', open), near.find('\r', open)}) - 1;
}

CsvScanner::Closing CsvScanner::closing_quote(std::string_view bytes, std::size_t open, bool at_end) const {
  using Kind = Closing::Kind;
  const auto limit = search_limit(bytes, open);
  const bool sees_limit = at_end || bytes.size() > limit;
  InnerQuotes inner(bytes, open, delimiter_);
  for (std::size_t at = open + 1;; ++at) {
    at = bytes.find('"', at);
    if (at == std::string_view::npos || at > limit)
      return {sees_limit ? Kind::kNone : Kind::kNeedsMore, std::min(bytes.size(), limit), 0};
    if (at + 1 < bytes.size() && bytes[at + 1] == '"') {
      ++at;
      continue;
    }
    std::size_t after = at + 1;
    while (after < bytes.size() && bytes[after] != delimiter_ && is_blank(bytes[after])) ++after;
    if (after == bytes.size() && !at_end) return {Kind::kNeedsMore, at, after};
    if (after == bytes.size() || ends_field(bytes[after])) return {Kind::kFound, at, after};
    if (!inner.is_text(at)) return {Kind::kNone, at, 0};
  }
}

}  // namespace smartdesk::formats

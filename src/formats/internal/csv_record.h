// Splits CSV text into records and fields (RFC 4180), with the deviations of real exports: quotes in unexpected places,
// quotes that are never closed, any line end.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace smartdesk::formats {

struct CsvField {
  std::size_t begin = 0, end = 0;  // in the bytes; the quotes of a quoted field are inside
  bool quoted = false;
};

struct CsvRecord {
  std::vector<CsvField> fields;
  std::size_t end = 0;          // of the last field
  std::size_t next = 0;         // where the next record begins
  bool has_open_quote = false;  // a quote opens a field and never closes, so the field was read as if not quoted
  std::size_t searched = 0;     // how far the search for its end went
};

enum class CsvScan { kComplete, kNeedsMore, kFieldTooLong };

// A quote opens a field only as its first byte. It closes the field only before a delimiter, a line end or the end of
// the file; blanks between them are dropped. Two quotes stand for one. Any other quote is part of the text as long as
// it is on the line where the field began. On later lines it is part of the text only as one of a pair ("like this"),
// because otherwise it shows that the first quote was a stray one (27" monitor). A stray quote, and one that is not
// closed within the longest field, is text itself, and its field ends at the next delimiter or line end: it never takes
// other rows. Cost: linear, also where every line has an open quote. Not thread-safe.
class CsvScanner {
 public:
  CsvScanner(char delimiter, std::size_t max_field_bytes) : delimiter_(delimiter), max_field_bytes_(max_field_bytes) {}

  // Splits the record at the front of bytes. at_end: the file has no more bytes. After kFieldTooLong, record.end is
  // where that field begins.
  CsvScan scan(std::string_view bytes, bool at_end, CsvRecord& record);

  // Splits the line at the front of bytes, whose record is complete, as if no quote went on to another line.
  void scan_line(std::string_view bytes, CsvRecord& record);

 private:
  struct Closing;

  Closing closing_quote(std::string_view bytes, std::size_t open, bool at_end) const;
  std::size_t search_limit(std::string_view bytes, std::size_t open) const;
  std::size_t end_of_field(std::string_view bytes, std::size_t at) const;
  bool ends_field(char c) const { return c == delimiter_ || c == '\n' || c == '\r'; }
  static void finish(std::string_view bytes, std::size_t at, CsvRecord& record);
  CsvScan undo(std::uint64_t wasted);

  char delimiter_;
  std::size_t max_field_bytes_;
  std::uint64_t consumed_ = 0;  // bytes of the records so far
  std::uint64_t wasted_ = 0;    // bytes searched for quotes that never close
};

}  // namespace smartdesk::formats

// Rows of named columns, in and out, one at a time: CSV, TSV, JSON and JSONL behind one face; mail in only.
// The format is told by the path's ending (.csv .tsv .json .jsonl .eml .mbox, each also .gz or .zst); "-" is CSV unless
// said.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smartdesk::formats {

enum class TableFormat { kCsv, kTsv, kJson, kJsonl, kEml, kMbox };

// Tickets that come as mail cannot go as mail.
inline bool is_mail(TableFormat format) { return format == TableFormat::kEml || format == TableFormat::kMbox; }

// Error{kUsage} naming the endings that are known, if this is none of them.
TableFormat table_format(const std::string& path);

// A bad input row is data: it is counted and reported, and the work goes on.
struct Rejected {
  std::uint64_t line;  // where the record starts, counted from 1, the header line included
  std::string column;  // empty if it is the row as a whole
  std::string reason;  // for the user: what is wrong and what to do
};

struct Record {
  std::uint64_t line = 0;
  std::vector<std::string_view> fields;  // one per column; valid UTF-8 without NUL; an absent JSON key is empty
  std::string_view raw;                  // JSON and JSONL: the object's text; else empty
};

struct ReadOptions {
  std::optional<TableFormat> format;                     // else by the ending
  std::vector<std::pair<std::string, std::string>> map;  // our name = the file's name, from --map body=message
  std::size_t max_field_bytes = std::size_t{8} << 20;    // a longer field rejects its row
  std::function<void(const Rejected&)> on_rejected;      // may be empty
  bool foreign = false;                                  // detect UTF-16 and Windows-1252
};

// Streams; memory is bounded by the longest accepted record (a .json file's array is read one element at a time).
// Rejects, and goes on after: wrong number of fields, NUL, invalid UTF-8, over-long field, a quote never closed,
// JSON that does not parse, JSON that is no object. Blank lines are passed over. One thread at a time.
class TableReader {
 public:
  // Throws Error{kInvalidInput} naming the file if there is no header, a column name occurs twice, or the file cannot
  // be read. CSV: RFC 4180, LF or CRLF or CR, a byte order mark is dropped; a header with more ';' or tabs than ',' is
  // read with that delimiter. JSON and JSONL: the first record's keys, in order, are the columns; numbers, true, false
  // and null (empty) come as written, nested values as JSON text.
  static TableReader open(const std::string& path, ReadOptions options = {});

  TableReader(TableReader&&) noexcept;
  TableReader& operator=(TableReader&&) noexcept;
  ~TableReader();

  TableFormat format() const;
  const std::string& path() const;

  // As the file names them, `map` applied.
  const std::vector<std::string>& columns() const;
  std::optional<std::size_t> column(std::string_view name) const;

  // The next good record; its views hold until the next call. False at the end.
  bool next(Record& record);

  std::uint64_t accepted() const;
  std::uint64_t rejected() const;

  // For progress bars: packed bytes read, and in all (0 if unknown).
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const;

 private:
  struct Impl;
  explicit TableReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct Column {
  std::string name;
  bool is_number = false;  // JSON: written bare
};

// Whole or absent like OutputFile, which it writes through. One thread at a time.
class TableWriter {
 public:
  static TableWriter create(const std::string& path, std::vector<Column> columns,
                            std::optional<TableFormat> format = std::nullopt);

  TableWriter(TableWriter&&) noexcept;
  TableWriter& operator=(TableWriter&&) noexcept;
  ~TableWriter();

  // One field per column. CSV quotes only what needs it; lines end in \n.
  void write(std::span<const std::string_view> fields);

  // JSON and JSONL: the object `raw` as it is (on one line), with the columns from `first_added` on added at its end (a
  // key that raw already has is replaced). added: one field per such column. In CSV and TSV raw is ignored and must not
  // be used.
  void write_extended(std::string_view raw, std::size_t first_added, std::span<const std::string_view> added);

  void flush();
  void commit();

 private:
  struct Impl;
  explicit TableWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::formats

// Reads and writes rows of named columns one at a time. One interface for CSV, TSV, JSON and JSONL; mail and
// spreadsheets can only be read. The ending of the path decides the format (kTableEndings, each also .gz or .zst, in
// small or capital letters); "-" is CSV by default. formats/archive.h is about .zip.

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

#include "text/encoding.h"

namespace smartdesk::formats {

enum class TableFormat { kCsv, kTsv, kJson, kJsonl, kEml, kMbox, kXlsx, kOds, kXls };

// For messages and help.
inline constexpr std::string_view kTableEndings = ".csv .tsv .json .jsonl .xlsx .xlsm .ods .xls .eml .mbox";

// Whether it is a mail format, which can only be read.
inline bool is_mail(TableFormat format) { return format == TableFormat::kEml || format == TableFormat::kMbox; }

inline bool is_spreadsheet(TableFormat format) {
  return format == TableFormat::kXlsx || format == TableFormat::kOds || format == TableFormat::kXls;
}

// Whether tables of the format can be written.
inline bool can_be_written(TableFormat format) { return !is_mail(format) && !is_spreadsheet(format); }

// The format of the path's ending. Throws Error{kUsage} that lists the known endings for any other.
TableFormat table_format(const std::string& path);

// A bad input row. It is counted and reported, and the work continues.
struct Rejected {
  std::uint64_t line;  // where the record starts, counted from 1, the header line included
  std::string column;  // empty if the fault is in the whole row
  std::string reason;  // for the user: what is wrong and what to do; without the final full stop
};

struct Record {
  std::uint64_t line = 0;
  std::vector<std::string_view> fields;  // one per column; valid UTF-8 without NUL; an absent JSON key is empty
  std::string_view raw;                  // JSON and JSONL: the object's text; otherwise empty
};

struct ReadOptions {
  std::optional<TableFormat> format;                     // empty: by the ending
  std::vector<std::pair<std::string, std::string>> map;  // our name = the file's name, from --map body=message
  std::size_t max_field_bytes = std::size_t{8} << 20;    // a longer field rejects its row
  std::function<void(const Rejected&)> on_rejected;      // may be empty
  // A name of the file's encoding (text::encoding_name); empty: detected. Mails are read so only where they do not say
  // how they are encoded, or say it wrong.
  std::string encoding = {};
};

// Streams: memory is bounded by the longest accepted record (the array in a .json file is read one element at a time;
// pandas' tables by column are held as a whole, up to 128 MiB; the texts of an .xlsx file that cells share, and the
// cells of an .xls file, are held as a whole). Rejects a record and continues after a wrong number of fields, a NUL,
// invalid UTF-8, a field that is too long, a quote that is never closed, invalid JSON, and JSON that is not an object.
// Skips blank lines. One thread at a time.
class TableReader {
 public:
  // Throws Error{kUsage} for an unknown encoding, and Error{kInvalidInput} naming the file if there is no header, `map`
  // gives two columns one name, or the file cannot be read. Columns of the same name are one: their values are joined
  // by
  // ", ", or by line breaks if one of them has a comma or a line break.
  // CSV: RFC 4180 with LF, CRLF or CR; drops a byte order mark; the delimiter is what a first line `sep=;` says, or the
  // one of , ; tab | that gives the widest header; title lines above the header are skipped (notes()). A row with too
  // few fields is filled with empty ones; one with too many is joined where a blank follows its delimiters ("late;
  // please check"), if that leaves one field per column (notes()). A quote closes only before a delimiter or line end;
  // one that is never closed is text, and costs at most its own line.
  // Spreadsheets: the first sheet with a table, and those with the same header (internal/spreadsheet/spreadsheet.h);
  // line is the row's number in its sheet. Dates are ISO 8601. What is called .csv, .tsv, .xls, .xlsx or .ods is read
  // as what its bytes are: many programs write HTML, XML or text under the name .xls. notes() says so. A .zip is read
  // as the one table in it. JSON and JSONL: objects in lines, in an array, one after another, in the array of a wrapper
  // ({"tickets": […]}), or as pandas' tables. The columns are the keys of all objects in order of appearance (a file is
  // read once more for them; of a pipe, the first 1,000 objects decide); an object inside gives columns like
  // via.channel. Numbers, true and false are kept as written, null is empty, arrays are JSON text.
  static TableReader open(const std::string& path, ReadOptions options = {});

  TableReader(TableReader&&) noexcept;
  TableReader& operator=(TableReader&&) noexcept;
  ~TableReader();

  // Of what the file is, whatever its name.
  TableFormat format() const;
  const std::string& path() const;

  // The names in the file, with `map` applied.
  const std::vector<std::string>& columns() const;
  std::optional<std::size_t> column(std::string_view name) const;

  // Reads the next good record; its views are valid until the next call. False at the end.
  bool next(Record& record);

  // In which encoding the file is written, by what has been read of it; of a mailbox, that of the message about which
  // the program is least sure. Final after next() has returned false.
  text::Encoding encoding() const;

  // Characters that became U+FFFD because this encoding does not define them.
  std::uint64_t unreadable_characters() const;

  std::uint64_t accepted() const;
  std::uint64_t rejected() const;

  // CSV and TSV: what separates the fields.
  std::optional<char> delimiter() const;

  // What the user should know about how the file was read so far ("3 lines above the header (line 4) were skipped").
  const std::vector<std::string>& notes() const;

  // For progress bars: compressed bytes read, and in total (0 if unknown).
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const;

 private:
  struct Impl;
  explicit TableReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct Column {
  std::string name;
  bool is_number = false;  // JSON: written without quotes
};

// Writes through an OutputFile, so that the file is whole or absent. One thread at a time.
class TableWriter {
 public:
  static TableWriter create(const std::string& path, std::vector<Column> columns,
                            std::optional<TableFormat> format = std::nullopt);

  TableWriter(TableWriter&&) noexcept;
  TableWriter& operator=(TableWriter&&) noexcept;
  ~TableWriter();

  // One field per column. CSV: quotes a field only if needed; lines end in \n.
  void write(std::span<const std::string_view> fields);

  // JSON and JSONL only. Writes the object `raw` unchanged (on one line) and appends the columns from `first_added` on;
  // a key that raw already has is replaced. added: one field per such column.
  void write_extended(std::string_view raw, std::size_t first_added, std::span<const std::string_view> added);

  void flush();
  void commit();

 private:
  struct Impl;
  explicit TableWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::formats

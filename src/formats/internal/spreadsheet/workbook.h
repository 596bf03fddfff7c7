// The interface of every kind of spreadsheet: sheets one after another, and the rows of each.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "files/archive.h"
#include "files/input_file.h"

namespace smartdesk::formats {

// The largest sheet that Excel and LibreOffice know; what lies outside is hostile.
inline constexpr std::uint64_t kMostRows = 1'048'576;
inline constexpr std::uint32_t kMostColumns = 16'384;

struct SheetCell {
  std::uint32_t column = 0;
  std::uint32_t rows = 1;  // that it spans (merged cells)
  std::string text;        // never empty
};

struct SheetRow {
  std::uint64_t number = 0;      // from 1, as the spreadsheet shows it
  std::vector<SheetCell> cells;  // those that are not empty, from left to right
};

// Cells without a value that a person should know about.
struct LostCells {
  std::uint64_t errors = 0;                // "#N/A"
  std::uint64_t unknown = 0;               // formulas whose value was not saved
  std::string first_error, first_unknown;  // "B3"
};

// Text of cells is as the document has it. Numbers are written as short as possible, dates as ISO 8601, true and false
// in words, errors are empty. Throws Error{kInvalidInput} from all functions for a damaged document. One thread at a
// time.
class Workbook {
 public:
  virtual ~Workbook() = default;

  // Goes to the next sheet, the first at the start; false if there is none.
  virtual bool next_sheet() = 0;

  // Goes back before the first sheet.
  virtual void restart() = 0;

  virtual const std::string& sheet_name() const = 0;

  // The next row of the sheet that is not empty, in ascending order; false at the end.
  virtual bool next_row(SheetRow& row) = 0;

  virtual const LostCells& lost() const = 0;

  // Of what has to be read of the document, for progress bars.
  virtual std::uint64_t bytes_read() const { return 0; }
};

// A part of a document as a stream: opened anew for each call.
using OpenPart = std::function<files::InputFile()>;

// Memory: the texts that cells share, and the longest row (at most 64 MiB of XML). Rows are read as a stream.
std::unique_ptr<Workbook> open_xlsx(files::Archive archive);

// Memory: the longest row, at most 64 MiB of XML.
std::unique_ptr<Workbook> open_ods(files::Archive archive);

// Excel's XML of 2003, which many programs write under the name .xls. Memory as for ods.
std::unique_ptr<Workbook> open_xml_workbook(OpenPart open);

// The tables of a page, which many programs write under the name .xls. Memory: the file, at most 256 MiB.
std::unique_ptr<Workbook> open_html_workbook(files::InputFile file, const std::string& encoding);

// Excel 5 to 2003. Memory: the file, at most 512 MiB, its texts, and the cells of one sheet (at most 65,536 rows).
std::unique_ptr<Workbook> open_xls(files::InputFile file);

}  // namespace smartdesk::formats

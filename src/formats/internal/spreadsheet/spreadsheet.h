// Tells by its bytes what a file is that is named like a table, and reads spreadsheets as tables.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "formats/internal/record_source.h"

namespace smartdesk::formats {

enum class Contents { kText, kZip, kOldExcel, kXmlWorkbook, kHtml };

// Looks at the first KiB, which read() returns all the same. What is nothing else is text.
Contents contents_of(files::InputFile& file);

// The table of a document: that of the first sheet with two columns and two rows or more, after title rows as in CSV;
// if there is none, the first sheet that has rows. Sheets with the same header follow, notes() names the others, and
// cells without a value. Columns without name and values are left out. In cells that are merged downwards, each row has
// the value. Sets `format` to what the document is. Throws Error{kInvalidInput} for a document that is damaged,
// protected by a password or without rows. Memory: see internal/spreadsheet/workbook.h; a document from a pipe or a
// compressed file is held as a whole, up to 1 GiB.
std::unique_ptr<RecordSource> open_spreadsheet(files::InputFile file, Contents contents, TableFormat& format,
                                               const ReadOptions& options);

}  // namespace smartdesk::formats

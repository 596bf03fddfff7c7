// Which tables are in a .zip archive. TableReader and files::InputFile read each by a path such as
// "export.zip/tickets.csv".

#pragma once

#include <string>
#include <vector>

namespace smartdesk::formats {

// By the ending .zip, in small or capital letters.
bool is_archive(const std::string& path);

// Whether `import` reads a file of this name: a table or an archive. Not "~$tickets.xlsx", by which Excel locks a file.
bool has_known_format(const std::string& path);

struct ArchiveFiles {
  std::vector<std::string> tables;    // paths of known formats, sorted; also of those that cannot be read
  std::vector<std::string> left_out;  // the others, sorted, without what macOS and Windows add
};

// An archive in the archive counts as a table, so that it is named when it is refused. Throws Error{kInvalidInput} if
// the archive cannot be read.
ArchiveFiles files_in_archive(const std::string& path);

// For commands that read one table; archives in the archive do not count. Throws Error{kInvalidInput} if there is none
// in the archive or more than one, naming them.
std::string only_table_in(const std::string& path);

}  // namespace smartdesk::formats

// Which files an import reads.

#pragma once

#include <string>
#include <vector>

namespace smartdesk::workspace {

// Expands a list of files, folders and archives to files, in a fixed order; a file in an archive is "export.zip/a.csv".
// left_out: gets the files in folders and archives that are of no known format; may be null.
std::vector<std::string> files_to_import(const std::vector<std::string>& paths,
                                         std::vector<std::string>* left_out = nullptr);

}  // namespace smartdesk::workspace

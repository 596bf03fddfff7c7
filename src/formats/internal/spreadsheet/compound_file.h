// Reads the compound files of Office before 2007 (MS-CFB), which hold streams as a disk holds files.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::formats {

// The content of a stream of this name (ASCII) beside the root; nullopt if there is none, or the file is damaged there.
// file: all its bytes. Chains that never end are cut. Cost: the bytes of the stream and of the tables. Pure.
std::optional<std::string> stream_in_compound_file(std::string_view file, std::string_view name);

}  // namespace smartdesk::formats

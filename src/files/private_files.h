// Files and folders that only their owner may read: they hold what customers wrote.
// Whoever creates them, they belong to the owner of the folder around them: a file that root makes in the folder of a
// service stays readable for the service.

#pragma once

#include <string>

namespace smartdesk::files {

// Creates the folder with mode 0700, and missing folders above it as usual. An existing folder of our own gets this
// mode too. Throws Error{kFailed} naming the folder if it cannot be created.
void make_private_folder(const std::string& path);

// Creates the file if it is missing and gives it mode 0600. Does not open an existing file: closing it again would
// release the locks that SQLite holds on it in this process. Throws Error{kFailed} naming the file if it cannot be
// created. A file of another owner keeps its mode.
void make_private_file(const std::string& path);

}  // namespace smartdesk::files

// What SQLite throws, as the program's own error.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

#include "core/error.h"

namespace smartdesk::store {

// Names the file and what a person can do; remedy: where the file is damaged or nothing else helps.
Error sqlite_failure(const std::string& path, const SQLite::Exception& error, const std::string& remedy);

}  // namespace smartdesk::store

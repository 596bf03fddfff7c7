// Converts SQLite exceptions to Error.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

#include "core/error.h"

namespace smartdesk::store {

// Names the file and what to do. remedy: the advice if the file is damaged or nothing else helps.
Error sqlite_failure(const std::string& path, const SQLite::Exception& error, const std::string& remedy);

}  // namespace smartdesk::store

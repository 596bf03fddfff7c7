// The store's schema and its migrations.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace smartdesk::store {

inline constexpr int kNewestSchema = 4;

// The file's user_version; 0: empty.
int schema_of(SQLite::Database& database);

// Runs each step in its own transaction. Throws Error{kInvalidInput} naming `path` for a newer schema. An older
// `newest` creates a store as an older program left it (for tests).
void migrate(SQLite::Database& database, const std::string& path, int newest = kNewestSchema);

}  // namespace smartdesk::store

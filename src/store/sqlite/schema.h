// The store's tables, step by step.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace smartdesk::store {

inline constexpr int kNewestSchema = 2;

// user_version of the file; 0: empty.
int schema_of(SQLite::Database& database);

// Each step in a transaction of its own. Throws Error{kInvalidInput} naming `path` for a newer schema. An older
// `newest` makes a store as an older program left it.
void migrate(SQLite::Database& database, const std::string& path, int newest = kNewestSchema);

}  // namespace smartdesk::store

// Files in PostgreSQL, split into rows so that neither side holds a large file in memory.

#pragma once

#include <string>

#include "store/internal/small_database.h"

namespace smartdesk::store {

// Stores the file's pieces in `table` (owner text, number bigint, bytes bytea). Call within alone(), which makes this
// atomic. Throws Error{kInvalidInput} if the file cannot be read. Cost: sends twice the file's size.
void put_pieces(SmallDatabase& database, const std::string& table, const std::string& owner, const std::string& file);

// Writes the owner's pieces to the file atomically; an owner without pieces gives an empty file.
void fetch_pieces(SmallDatabase& database, const std::string& table, const std::string& owner, const std::string& file);

}  // namespace smartdesk::store

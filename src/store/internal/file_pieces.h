// Files in PostgreSQL, cut into rows, so that neither side holds a large one at once.

#pragma once

#include <string>

#include "store/internal/small_database.h"

namespace smartdesk::store {

// table: (owner text, number bigint, bytes bytea). Adds the file's pieces; within alone(), which makes them whole or
// absent. Throws Error{kInvalidInput} if the file cannot be read. Cost: twice its size goes over the wire.
void put_pieces(SmallDatabase& database, const std::string& table, const std::string& owner, const std::string& file);

// Writes the owner's pieces to the file, whole or not at all; an owner without pieces gives an empty one.
void fetch_pieces(SmallDatabase& database, const std::string& table, const std::string& owner, const std::string& file);

}  // namespace smartdesk::store

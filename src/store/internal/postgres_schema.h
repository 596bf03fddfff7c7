// The store's tables in PostgreSQL, step by step.

#pragma once

#include "store/internal/postgres_connection.h"

namespace smartdesk {

inline constexpr int kNewestPostgresSchema = 1;

// The version in smartdesk_schema; 0: there are no tables yet.
int schema_of(PgConnection& connection);

// Waits until no other process makes or changes tables; then others wait until the transaction ends.
void lock_schema(PgConnection& connection);

// Each step in a transaction of its own, one process at a time. Throws Error{kInvalidInput} for a newer schema.
void migrate(PgConnection& connection);

}  // namespace smartdesk

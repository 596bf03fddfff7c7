// The store's schema in PostgreSQL and its migrations.

#pragma once

#include "store/postgres/connection.h"

namespace smartdesk::store {

inline constexpr int kNewestPostgresSchema = 3;

// The version in smartdesk_schema; 0: no tables yet.
int schema_of(PgConnection& connection);

// Locks schema changes until the end of the transaction.
void lock_schema(PgConnection& connection);

// Runs each step in its own transaction, one process at a time. Throws Error{kInvalidInput} for a newer schema.
void migrate(PgConnection& connection);

}  // namespace smartdesk::store

// The store's tables in PostgreSQL, step by step.

#pragma once

#include "store/postgres/connection.h"

namespace smartdesk::store {

inline constexpr int kNewestPostgresSchema = 1;

// The version in smartdesk_schema; 0: there are no tables yet.
int schema_of(PgConnection& connection);

// Until the end of the transaction nobody else makes tables.
void lock_schema(PgConnection& connection);

// Each step in a transaction of its own, one process at a time. Throws Error{kInvalidInput} for a newer schema.
void migrate(PgConnection& connection);

}  // namespace smartdesk::store

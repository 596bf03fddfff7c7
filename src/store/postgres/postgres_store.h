// Tickets in a PostgreSQL database, for teams (docs/formats/store.md).

#pragma once

#include <memory>
#include <string>

#include "store/ticket_store.h"

namespace smartdesk::store {

// url: postgresql://user:password@host:port/database, or what else libpq reads. Any number of processes may write.
// kWrite makes the tables, or brings them to the newest schema. A connection that is lost during a call throws
// Error{kUnavailable}; the next call connects again. Throws Error{kUsage} for a URL that cannot be read,
// Error{kUnavailable} where nobody answers, Error{kInvalidInput} for a newer schema, or where kRead finds no tables.
std::unique_ptr<TicketStore> open_postgres_store(const std::string& url, Access access);

}  // namespace smartdesk::store

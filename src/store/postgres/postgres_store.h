// Tickets in a PostgreSQL database, for teams (docs/formats/store.md).

#pragma once

#include <memory>
#include <string>

#include "store/ticket_store.h"

namespace smartdesk::store {

// url: postgresql://user:password@host:port/database, or any form that libpq accepts. Any number of processes may
// write. kWrite creates the tables, or migrates them to the newest schema. If the connection is lost, the call throws
// Error{kUnavailable} and the next call reconnects. Throws Error{kUsage} for an invalid URL or if kRead finds no
// tables, Error{kUnavailable} if no server answers, Error{kInvalidInput} for another schema version.
//
// from: which messages make the body of a ticket. If bodies were made of others before, kWrite makes them anew.
std::unique_ptr<TicketStore> open_postgres_store(const std::string& url, Access access,
                                                 TextFrom from = TextFrom::kFirst);

}  // namespace smartdesk::store

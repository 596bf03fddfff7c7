// Tickets in one SQLite file (docs/formats/store.md).

#pragma once

#include <memory>
#include <string>

#include "store/ticket_store.h"

namespace smartdesk::store {

// kWrite creates the file if necessary and migrates an older schema to the newest; each step is atomic, and the next
// open completes an interrupted migration. Only one process may use kWrite, which Workspace ensures: SQLite 3.40 has a
// race between two writing connections. kRead never writes and never checkpoints the log. Throws Error{kInvalidInput}
// naming the file if it is not such a store, is damaged, or was written by a newer smartdesk.
//
// from: which messages make the body of a ticket. If bodies were made of others before, kWrite makes them anew.
std::unique_ptr<TicketStore> open_sqlite_store(const std::string& path, Access access,
                                               TextFrom from = TextFrom::kFirst);

}  // namespace smartdesk::store

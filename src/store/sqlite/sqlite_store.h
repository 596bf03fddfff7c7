// Tickets in one SQLite file (docs/formats/store.md).

#pragma once

#include <memory>
#include <string>

#include "store/ticket_store.h"

namespace smartdesk::store {

// kWrite makes the file if it is not there, brings an older schema to the newest (each step whole or not at all, so
// that one that was cut off is finished the next time), and is for one process at a time, which Workspace sees to:
// SQLite 3.40 has a race between two writing connections. kRead never writes, nor moves the log into the file. Throws
// Error{kInvalidInput} naming the file if it is no such store, damaged, or of a newer smartdesk.
std::unique_ptr<TicketStore> open_sqlite_store(const std::string& path, Access access);

}  // namespace smartdesk::store

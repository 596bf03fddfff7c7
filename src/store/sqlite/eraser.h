// Erases tickets and messages from all tables and indexes, in the caller's transaction. The log still holds the old
// pages: the caller empties it.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <span>

#include "store/ticket_store.h"

namespace smartdesk::store {

std::uint64_t erase_tickets(SQLite::Database& database, std::span<const TicketId> tickets);

ErasedMessages erase_messages(SQLite::Database& database, std::span<const TicketId> tickets, const MessageTest& is_gone,
                              TextFrom from);

}  // namespace smartdesk::store

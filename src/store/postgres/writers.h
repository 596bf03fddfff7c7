// Tickets and labels into PostgreSQL, many at a time. In the caller's transaction.

#pragma once

#include <span>

#include "store/postgres/connection.h"
#include "store/ticket_store.h"

namespace smartdesk::store {

// What a ticket says, as against what the store knows of it.
inline constexpr const char* kPostgresContent =
    "created_at, product, customer, channel, language, subject, body, summary, tags, custom";

// Adds to what `result` counts and lists, in order. Other writers of tickets wait until the transaction ends.
void add_tickets(PgConnection& connection, std::span<const NewTicket> tickets, AddResult& result);

// A person's word gives way to a person's only.
void append_labels(PgConnection& connection, std::span<const NewLabel> labels);

// Until the transaction ends; in the order in which adding takes the same locks.
void stop_adding_and_indexing(PgConnection& connection);

// Takes in at most so many tickets more.
void index_more(PgConnection& connection, std::uint64_t tickets);

}  // namespace smartdesk::store

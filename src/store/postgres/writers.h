// Bulk writes of tickets and labels to PostgreSQL, within the caller's transaction.

#pragma once

#include <span>

#include "store/postgres/connection.h"
#include "store/ticket_store.h"

namespace smartdesk::store {

// Adds to the counts and lists of `result`, in order. Blocks other writers of tickets until the transaction ends. from:
// which messages make the body of a ticket.
void add_tickets(PgConnection& connection, std::span<const NewTicket> tickets, TextFrom from, AddResult& result);

// As TicketStore::erase_messages(); deleted rows stay in the tables' files until these are rewritten.
ErasedMessages erase_messages(PgConnection& connection, const PgValue& tickets, const MessageTest& is_gone,
                              TextFrom from);

// Makes the bodies of all conversations anew, after they were made of other messages.
void remake_bodies(PgConnection& connection, TextFrom from);

// A person's current label is replaced only by a person's label.
void append_labels(PgConnection& connection, std::span<const NewLabel> labels);

// Holds locks until the transaction ends; takes them in the same order as add_tickets, to avoid deadlocks.
void stop_adding_and_indexing(PgConnection& connection);

}  // namespace smartdesk::store

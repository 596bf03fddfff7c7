// Tickets and messages as rows of the database.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/postgres/connection.h"
#include "store/ticket_store.h"

namespace smartdesk::store {

// The columns that ticket_from() reads, of the table `t`.
const std::string& ticket_columns();

// Without its messages.
StoredTicket ticket_from(const PgResult& rows, int row);

// The conversations of these tickets (an array of ids), each in order. Tickets without messages are left out.
std::map<std::int64_t, std::vector<Message>> messages_of(PgConnection& connection, const PgValue& ids);

// A conversation to write. The pointers outlive the call.
struct WrittenConversation {
  std::int64_t ticket = 0;
  const std::vector<Message>* messages = nullptr;
};

// Replaces the messages of these tickets. Within the caller's transaction.
void write_messages(PgConnection& connection, const std::vector<WrittenConversation>& conversations);

}  // namespace smartdesk::store

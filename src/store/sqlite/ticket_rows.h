// Tickets and messages as rows of the database.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/ticket_store.h"

namespace smartdesk::store {

// "SELECT … FROM ticket", whose rows ticket_from() reads.
const std::string& select_tickets();

// Without its messages.
StoredTicket ticket_from(SQLite::Statement& row);

// Reads conversations with one prepared statement.
class MessageReader {
 public:
  explicit MessageReader(const SQLite::Database& database);

  // In order; empty for a ticket without messages.
  std::vector<Message> read(std::int64_t ticket);

 private:
  SQLite::Statement select_;
};

// Writes conversations with prepared statements, which are made when the first one is written.
class MessageWriter {
 public:
  explicit MessageWriter(SQLite::Database& database) : database_(database) {}

  // Replaces all messages but the first `unchanged`.
  void write(std::int64_t ticket, std::span<const Message> messages, std::size_t unchanged);

 private:
  SQLite::Database& database_;
  std::optional<SQLite::Statement> remove_, insert_;
};

}  // namespace smartdesk::store

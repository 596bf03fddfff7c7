// The statements that write tickets and labels, kept from row to row of one transaction.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

#include "core/clock.h"
#include "store/sqlite/index.h"
#include "store/ticket_store.h"

namespace smartdesk::store {

// What a ticket says, as against what the store knows of it.
inline constexpr const char* kContentColumns =
    "created_at, product, customer, channel, language, subject, body, summary, tags, custom";

class TicketAdder {
 public:
  explicit TicketAdder(SQLite::Database& database);

  // Adds to what `result` counts and lists.
  void add(const NewTicket& ticket, AddResult& result);

 private:
  void meet_again(const NewTicket& ticket, const std::string& external_id, const std::string& digest,
                  AddResult& result);

  SQLite::Database& database_;
  SQLite::Statement insert_, find_, keep_, update_;
  IndexFollower index_;
  const std::string now_ = utc_now();
};

// Appends to histories, and sets what is current. A person's word gives way to a person's only.
class LabelAppender {
 public:
  explicit LabelAppender(SQLite::Database& database);

  void append(const NewLabel& label, TicketId ticket);

 private:
  SQLite::Statement append_, set_;
  const std::string now_ = utc_now();
};

}  // namespace smartdesk::store

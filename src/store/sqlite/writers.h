// Prepared statements that write tickets and labels, reused within a transaction.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

#include "core/clock.h"
#include "store/sqlite/index.h"
#include "store/ticket_store.h"

namespace smartdesk::store {

class TicketAdder {
 public:
  explicit TicketAdder(SQLite::Database& database);

  // Adds to the counts and lists of `result`.
  void add(const NewTicket& ticket, AddResult& result);

 private:
  void meet_again(const NewTicket& ticket, const std::string& external_id, const std::string& digest,
                  AddResult& result);

  SQLite::Database& database_;
  SQLite::Statement insert_, find_, keep_, update_;
  IndexFollower index_;
  const std::string now_ = utc_now();
};

// Appends to label histories and sets current labels. A person's current label is replaced only by a person's label.
class LabelAppender {
 public:
  explicit LabelAppender(SQLite::Database& database);

  void append(const NewLabel& label, TicketId ticket);

 private:
  SQLite::Statement append_, set_;
  const std::string now_ = utc_now();
};

}  // namespace smartdesk::store

// Prepared statements that write tickets and labels, reused within a transaction.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

#include "core/clock.h"
#include "store/conversation.h"
#include "store/sqlite/index.h"
#include "store/sqlite/ticket_rows.h"
#include "store/ticket_store.h"

namespace smartdesk::store {

class TicketAdder {
 public:
  // from: which messages make the body of a ticket.
  TicketAdder(SQLite::Database& database, TextFrom from);

  // Adds to the counts and lists of `result`.
  void add(const NewTicket& ticket, AddResult& result);

  // As TicketStore::erase_messages() for one ticket, but a ticket without other messages stays, without any. Returns
  // how many messages were erased.
  std::uint64_t erase_messages(std::int64_t id, const MessageTest& is_gone);

  // Makes the bodies of all conversations anew, after they were made of other messages.
  void remake_bodies();

 private:
  void insert(const NewTicket& ticket, AddResult& result);
  void meet_again(const NewTicket& ticket, const std::string& external_id, const std::string& digest,
                  AddResult& result);
  NewTicket stored(std::int64_t id);
  void write(std::int64_t id, const Continued& change);
  void update(std::int64_t id, const NewTicket& ticket);

  SQLite::Database& database_;
  const TextFrom from_;
  SQLite::Statement insert_, find_, read_, keep_, update_;
  IndexFollower index_;
  MessageReader messages_;
  MessageWriter message_writer_;
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

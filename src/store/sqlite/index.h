// The indexes that lag behind imports: words (ticket_words: the customer, the subject, and the body or the messages, as
// text/search_words.h cuts them) and facets (products, days).

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>

namespace smartdesk::store {

// Makes search_words() known to this connection, which the functions below need.
void teach_words(SQLite::Database& database);

// The last indexed ticket.
std::int64_t indexed_up_to(const SQLite::Database& database);

// Indexes at most `tickets` more tickets, in the caller's transaction.
void index_more(SQLite::Database& database, std::int64_t tickets);

// Rebuilds the word index of all tickets, in the caller's transaction.
void rebuild_words(SQLite::Database& database);

// Updates the indexes when a ticket changes. Does nothing for tickets that are not indexed yet.
class IndexFollower {
 public:
  explicit IndexFollower(SQLite::Database& database);

  void forget(std::int64_t ticket);  // call before a change or deletion
  void take(std::int64_t ticket);    // call after a change

 private:
  SQLite::Statement forget_words_, take_words_, forget_facets_, take_facets_;
};

}  // namespace smartdesk::store

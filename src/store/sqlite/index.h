// The indexes that lag behind imports: words (ticket_words) and facets (products, customers, days).

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>

namespace smartdesk::store {

// The last ticket that they hold.
std::int64_t indexed_up_to(const SQLite::Database& database);

// Takes in at most so many tickets more. In the caller's transaction.
void index_more(SQLite::Database& database, std::int64_t tickets);

// Words anew, of all tickets. In the caller's transaction.
void rebuild_words(SQLite::Database& database);

// Keeps what is indexed of one ticket true while it changes. Does nothing for tickets that are not indexed yet.
class IndexFollower {
 public:
  explicit IndexFollower(SQLite::Database& database);

  void forget(std::int64_t ticket);  // before it changes or goes
  void take(std::int64_t ticket);    // after it has changed

 private:
  SQLite::Statement forget_words_, take_words_, forget_facets_, take_facets_;
};

}  // namespace smartdesk::store

#include "store/sqlite/eraser.h"

#include <vector>

#include "store/sqlite/index.h"
#include "store/sqlite/writers.h"

namespace smartdesk::store {
namespace {

std::uint64_t remove(SQLite::Database& database, std::span<const TicketId> tickets) {
  std::uint64_t removed = 0;
  SQLite::Statement statement(database, "DELETE FROM ticket WHERE id = ?");
  IndexFollower index(database);
  for (const auto id : tickets) {
    index.forget(static_cast<std::int64_t>(id));
    statement.bind(1, static_cast<std::int64_t>(id));
    removed += static_cast<std::uint64_t>(statement.exec());
    statement.reset();
  }
  return removed;
}

}  // namespace

// FTS5 of SQLite 3.40 only marks words as deleted, so their index is built anew.

std::uint64_t erase_tickets(SQLite::Database& database, std::span<const TicketId> tickets) {
  const auto erased = remove(database, tickets);
  if (erased > 0) rebuild_words(database);
  return erased;
}

ErasedMessages erase_messages(SQLite::Database& database, std::span<const TicketId> tickets, const MessageTest& is_gone,
                              TextFrom from) {
  ErasedMessages erased;
  std::vector<TicketId> emptied;
  TicketAdder writer(database, from);
  MessageReader reader(database);
  for (const auto id : tickets) {
    const auto gone = writer.erase_messages(static_cast<std::int64_t>(id), is_gone);
    erased.messages += gone;
    if (gone > 0 && reader.read(static_cast<std::int64_t>(id)).empty()) emptied.push_back(id);
  }
  erased.tickets = remove(database, emptied);
  if (erased.messages > 0) rebuild_words(database);
  return erased;
}

}  // namespace smartdesk::store

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_store.h"
#include "support/scratch_files.h"

namespace smartdesk::store {
namespace {

constexpr int kTickets = 40;

long steps_left = 0;

// From now on the process kills itself after this many steps of SQLite's virtual machine.
void die_after(long steps) {
  steps_left = steps;
  const auto watch = [](sqlite3* connection, char**, const sqlite3_api_routines*) {
    sqlite3_progress_handler(connection, 1, [](void*) { return --steps_left == 0 ? std::raise(SIGKILL) : 0; }, nullptr);
    return SQLITE_OK;
  };
  sqlite3_auto_extension(
      reinterpret_cast<void (*)()>(static_cast<int (*)(sqlite3*, char**, const sqlite3_api_routines*)>(watch)));
}

class SqliteMigrationTest : public ScratchFiles {
 protected:
  void write_store_of(int schema) {
    std::filesystem::remove(path("t.db"));
    SQLite::Database database(path("t.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL");
    migrate(database, path("t.db"), schema);
    if (schema == 0) return;
    SQLite::Transaction transaction(database);
    for (int i = 0; i < kTickets; ++i) {
      database.exec(fmt::format(
          "INSERT INTO ticket (source, external_id, version, digest, created_at, product, customer, channel, "
          "language, subject, body, summary, tags, custom, imported_at) VALUES ('s', '{0}', 1, 'd', "
          "'2026-03-01T10:00:00Z', 'p', 'c', '', '', '', 'body {0}', '', '', '', '')",
          i));
      database.exec(
          "INSERT INTO label (ticket, task, value, author, who, at) VALUES (last_insert_rowid(), 'urgency', "
          "'High', 'person', 'eve', '')");
    }
    if (schema >= 2) {
      database.exec("UPDATE ticket SET created_on = '2026-03-01'");
      database.exec("INSERT INTO ticket_words (rowid, subject, body) SELECT id, subject, body FROM ticket");
      database.exec("INSERT INTO ticket_facet SELECT 'created_on', created_on, id FROM ticket");
      database.exec("UPDATE indexed SET up_to = (SELECT max(id) FROM ticket)");
    }
    transaction.commit();
  }

  // Opens the store for writing in a child process that is killed after this many steps. Returns whether it was killed.
  bool is_killed_while_opening_after(long steps) {
    const auto child = ::fork();
    if (child == 0) {
      die_after(steps);
      try {
        open_sqlite_store(path("t.db"), Access::kWrite);
      } catch (...) {
        ::_exit(1);
      }
      ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
  }

  int schema_found() {
    SQLite::Database database(path("t.db"), SQLite::OPEN_READWRITE);
    return schema_of(database);
  }

  void expect_whole_after_opening(int tickets) {
    const auto store = open_sqlite_store(path("t.db"), Access::kWrite);
    EXPECT_EQ(schema_found(), kNewestSchema);
    const auto page = store->list(TicketId{}, kTickets + 1);
    ASSERT_EQ(page.size(), static_cast<std::size_t>(tickets));
    for (int i = 0; i < tickets; ++i) {
      const auto& ticket = page[static_cast<std::size_t>(i)].ticket;
      EXPECT_EQ(ticket.body, "body " + std::to_string(i));
      EXPECT_EQ(store->history(ticket.id).size(), 1U);
    }
    store->index_words(kTickets);
    EXPECT_EQ(store->count(parse_filter("body created:2026-03", {}), kTickets + 1),
              static_cast<std::uint64_t>(tickets));
  }
};

TEST_F(SqliteMigrationTest, IsCompletedByTheNextOpenAfterAKillAtAnyStep) {
  for (int schema = 0; schema < kNewestSchema; ++schema) {
    int kills = 0;
    for (long steps = 1;; steps += 1 + steps / 8) {
      SCOPED_TRACE("schema " + std::to_string(schema) + ", killed after " + std::to_string(steps) + " steps");
      write_store_of(schema);
      if (!is_killed_while_opening_after(steps)) break;
      ++kills;
      const int left = schema_found();
      EXPECT_TRUE(left >= schema && left <= kNewestSchema);
      expect_whole_after_opening(schema == 0 ? 0 : kTickets);
      if (HasFailure()) return;
    }
    EXPECT_GT(kills, 20);
  }
}

TEST_F(SqliteMigrationTest, IsCompletedAfterRepeatedKills) {
  write_store_of(1);
  for (long steps = 1; is_killed_while_opening_after(steps); steps += 1 + steps / 8) {
  }
  expect_whole_after_opening(kTickets);
}

}  // namespace
}  // namespace smartdesk::store

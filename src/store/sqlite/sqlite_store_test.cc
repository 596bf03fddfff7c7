#include "store/sqlite/sqlite_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::store {
namespace {

using testing::HasSubstr;
using testing::Not;

class SqliteStoreTest : public ScratchFiles {
 protected:
  std::unique_ptr<TicketStore> open(Access access = Access::kWrite) { return open_sqlite_store(path("t.db"), access); }

  std::string why_refused(Access access = Access::kWrite) {
    try {
      open(access);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }

  static TicketId add(TicketStore& store, const std::string& number, const std::string& body) {
    NewTicket ticket;
    ticket.external_id = number;
    ticket.body = body;
    return store.add(std::span(&ticket, 1)).ids.at(0);
  }
};

TEST_F(SqliteStoreTest, KeepsTicketsAfterReopening) {
  const auto id = add(*open(), "1", "text");
  EXPECT_EQ(open()->find(id)->ticket.body, "text");
  EXPECT_EQ(open(Access::kRead)->find(id)->ticket.body, "text");
}

TEST_F(SqliteStoreTest, ReadsWhileAnotherWrites) {
  const auto writer = open();
  add(*writer, "1", "one");
  const auto reader = open(Access::kRead);
  EXPECT_EQ(reader->counts().tickets, 1U);
  add(*writer, "2", "two");
  EXPECT_EQ(reader->counts().tickets, 2U);
}

TEST_F(SqliteStoreTest, RefusesWritesWhenOpenedForReading) {
  add(*open(), "1", "one");
  const auto reader = open(Access::kRead);
  EXPECT_THROW(add(*reader, "2", "two"), Error);
}

TEST_F(SqliteStoreTest, RefusesANewerSchema) {
  open();
  SQLite::Database(path("t.db"), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 999");
  EXPECT_THAT(why_refused(), HasSubstr("newer smartdesk"));
  EXPECT_THAT(why_refused(Access::kRead), HasSubstr("newer smartdesk"));
}

TEST_F(SqliteStoreTest, DoesNotCreateAStoreToReadFrom) {
  try {
    open(Access::kRead);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNoWorkspace);
  }
  EXPECT_FALSE(exists("t.db"));
}

TEST_F(SqliteStoreTest, RefusesAFileThatIsNotAStoreWithAdvice) {
  write("t.db", "this is no database, but it is long enough to be read as one, or is it? It goes on for a while yet.");
  EXPECT_THAT(why_refused(), HasSubstr("restore"));
}

TEST_F(SqliteStoreTest, CompletesAnInterruptedMigration) {
  {
    // As after a kill: the tables of a step are rolled back, because its transaction was not committed.
    SQLite::Database database(path("t.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; CREATE TABLE ticket (x)");
  }
  add(*open(), "1", "text");
  EXPECT_EQ(open()->counts().tickets, 1U);
}

TEST_F(SqliteStoreTest, LeavesNoTraceOfAnErasedTicketOnDisk) {
  const auto store = open();
  const auto id = add(*store, "1", "the canary sings");
  NewTicket changed;
  changed.external_id = "1";
  changed.body = "the canary sings again";
  store->add(std::span(&changed, 1));
  const NewLabel label[] = {{id, "category", "canary-label", Author::kPerson, "canary-person", {}}};
  store->label(label);
  add(*store, "2", "something else");
  store->index_words(100);
  store->erase(std::span(&id, 1));
  EXPECT_THAT(read("t.db"), Not(HasSubstr("canary")));
  EXPECT_THAT(read("t.db-wal"), Not(HasSubstr("canary")));
}

TEST_F(SqliteStoreTest, LeavesNoTraceOfErasedMessagesOnDisk) {
  const auto store = open();
  NewTicket ticket;
  ticket.external_id = "1";
  for (const char* text : {"the canary sings", "the lamp is dark"})
    ticket.messages.push_back({"", MessageAuthor::kCustomer, "", "", false, "", "", text});
  const auto id = store->add(std::span(&ticket, 1)).ids.at(0);
  store->index_words(100);
  store->erase_messages(std::span(&id, 1), [](const Message& each) { return each.text == "the canary sings"; });
  EXPECT_EQ(store->find(id)->ticket.body, "the lamp is dark");
  EXPECT_THAT(read("t.db"), Not(HasSubstr("canary")));
  EXPECT_THAT(read("t.db-wal"), Not(HasSubstr("canary")));
}

TEST_F(SqliteStoreTest, BacksUpAllTickets) {
  const auto store = open();
  for (int i = 0; i < 100; ++i) add(*store, std::to_string(i), "text");
  store->backup(path("copy.db"));
  EXPECT_EQ(open_sqlite_store(path("copy.db"), Access::kRead)->counts().tickets, 100U);
}

TEST_F(SqliteStoreTest, KeepsOlderVersions) {
  const auto store = open();
  add(*store, "1", "first");
  add(*store, "1", "second");
  SQLite::Database database(path("t.db"));
  EXPECT_EQ(database.execAndGet("SELECT body FROM old_version").getString(), "first");
}

}  // namespace
}  // namespace smartdesk::store

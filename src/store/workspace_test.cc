#include "store/backend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::store {
namespace {

using testing::HasSubstr;

class WorkspaceTest : public ScratchFiles {};

TEST_F(WorkspaceTest, IsCreatedByMakeOrOpen) {
  EXPECT_EQ(backend_for({path("new/desk")})->make_or_open("import").store().counts().tickets, 0U);
  EXPECT_EQ(backend_for({path("new/desk")})->open_to_read().store().counts().tickets, 0U);
}

TEST_F(WorkspaceTest, IsNotCreatedByOpening) {
  for (const bool writes : {false, true}) {
    try {
      if (writes) backend_for({path("none")})->open_to_write("label");
      backend_for({path("none")})->open_to_read();
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kNoWorkspace);
      EXPECT_EQ(error.subject(), path("none"));
    }
    EXPECT_FALSE(exists("none"));
  }
}

TEST_F(WorkspaceTest, RefusesASecondWriterAndNamesTheFirst) {
  const auto first = backend_for({path("desk")})->make_or_open("import tickets.csv");
  try {
    backend_for({path("desk")})->open_to_write("label");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("process " + std::to_string(getpid()) + " (smartdesk import tickets.csv)"));
  }
  backend_for({path("desk")})->open_to_read();
}

TEST_F(WorkspaceTest, AllowsANewWriterAfterTheFirstHasEnded) {
  {
    const auto first = backend_for({path("desk")})->make_or_open("import");
  }
  backend_for({path("desk")})->open_to_write("label");
}

class RestoreTest : public WorkspaceTest {
 protected:
  void add(const std::string& folder, const std::string& body) {
    NewTicket ticket;
    ticket.body = body;
    backend_for({path(folder)})->make_or_open("test").store().add(std::span(&ticket, 1));
  }
  std::uint64_t tickets(const std::string& folder) {
    return backend_for({path(folder)})->open_to_read().store().counts().tickets;
  }
};

TEST_F(RestoreTest, ReplacesTheStoreWithABackupAndKeepsTheOldStore) {
  add("desk", "one");
  backend_for({path("desk")})->open_to_read().back_up(path("backup.db"));
  add("desk", "two");
  const auto restored = backend_for({path("desk")})->restore(path("backup.db"));
  EXPECT_EQ(restored.tickets, 1U);
  EXPECT_EQ(tickets("desk"), 1U);
  EXPECT_TRUE(exists("desk/tickets.db.before-restore"));
  backend_for({path("desk")})->restore(path("desk/tickets.db.before-restore"));
  EXPECT_EQ(tickets("desk"), 2U);
}

TEST_F(RestoreTest, RepairsADamagedStore) {
  add("desk", "one");
  backend_for({path("desk")})->open_to_read().back_up(path("backup.db"));
  write("desk/tickets.db", std::string(20'000, 'x'));
  EXPECT_THROW(backend_for({path("desk")})->open_to_write("test"), Error);
  backend_for({path("desk")})->restore(path("backup.db"));
  EXPECT_EQ(tickets("desk"), 1U);
}

TEST_F(RestoreTest, RestoresTheStoreInWalMode) {
  add("desk", "one");
  backend_for({path("desk")})->open_to_read().back_up(path("backup.db"));
  backend_for({path("desk")})->restore(path("backup.db"));
  constexpr char kWritesToALog = 2;  // https://www.sqlite.org/fileformat.html, 1.3.3
  EXPECT_EQ(read("desk/tickets.db").at(18), kWritesToALog);
}

TEST_F(RestoreTest, RefusesAnInvalidBackupWithoutChangingAnything) {
  add("desk", "one");
  EXPECT_THROW(backend_for({path("desk")})->restore(write("no.db", std::string(20'000, 'x'))), Error);
  EXPECT_THROW(backend_for({path("desk")})->restore(path("absent.db")), Error);
  EXPECT_EQ(tickets("desk"), 1U);
}

}  // namespace
}  // namespace smartdesk::store

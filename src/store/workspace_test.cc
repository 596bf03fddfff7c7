#include "store/workspace.h"

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
  EXPECT_EQ(Workspace::make_or_open({path("new/desk")}, "import").store().counts().tickets, 0U);
  EXPECT_EQ(Workspace::open_to_read({path("new/desk")}).store().counts().tickets, 0U);
}

TEST_F(WorkspaceTest, IsNotCreatedByOpening) {
  for (const bool writes : {false, true}) {
    try {
      if (writes) Workspace::open_to_write({path("none")}, "label");
      Workspace::open_to_read({path("none")});
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage);
      EXPECT_THAT(error.what(), HasSubstr("smartdesk import"));
    }
    EXPECT_FALSE(exists("none"));
  }
}

TEST_F(WorkspaceTest, RefusesASecondWriterAndNamesTheFirst) {
  const auto first = Workspace::make_or_open({path("desk")}, "import tickets.csv");
  try {
    Workspace::open_to_write({path("desk")}, "label");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("process " + std::to_string(getpid()) + " (smartdesk import tickets.csv)"));
  }
  Workspace::open_to_read({path("desk")});
}

TEST_F(WorkspaceTest, AllowsANewWriterAfterTheFirstHasEnded) {
  {
    const auto first = Workspace::make_or_open({path("desk")}, "import");
  }
  Workspace::open_to_write({path("desk")}, "label");
}

class RestoreTest : public WorkspaceTest {
 protected:
  void add(const std::string& folder, const std::string& body) {
    NewTicket ticket;
    ticket.body = body;
    Workspace::make_or_open({path(folder)}, "test").store().add(std::span(&ticket, 1));
  }
  std::uint64_t tickets(const std::string& folder) {
    return Workspace::open_to_read({path(folder)}).store().counts().tickets;
  }
};

TEST_F(RestoreTest, ReplacesTheStoreWithABackupAndKeepsTheOldStore) {
  add("desk", "one");
  Workspace::open_to_read({path("desk")}).back_up(path("backup.db"));
  add("desk", "two");
  const auto restored = Workspace::restore({path("desk")}, path("backup.db"));
  EXPECT_EQ(restored.tickets, 1U);
  EXPECT_EQ(tickets("desk"), 1U);
  EXPECT_TRUE(exists("desk/tickets.db.before-restore"));
  Workspace::restore({path("desk")}, path("desk/tickets.db.before-restore"));
  EXPECT_EQ(tickets("desk"), 2U);
}

TEST_F(RestoreTest, RepairsADamagedStore) {
  add("desk", "one");
  Workspace::open_to_read({path("desk")}).back_up(path("backup.db"));
  write("desk/tickets.db", std::string(20'000, 'x'));
  EXPECT_THROW(Workspace::open_to_write({path("desk")}, "test"), Error);
  Workspace::restore({path("desk")}, path("backup.db"));
  EXPECT_EQ(tickets("desk"), 1U);
}

TEST_F(RestoreTest, RestoresTheStoreInWalMode) {
  add("desk", "one");
  Workspace::open_to_read({path("desk")}).back_up(path("backup.db"));
  Workspace::restore({path("desk")}, path("backup.db"));
  constexpr char kWritesToALog = 2;  // https://www.sqlite.org/fileformat.html, 1.3.3
  EXPECT_EQ(read("desk/tickets.db").at(18), kWritesToALog);
}

TEST_F(RestoreTest, RefusesAnInvalidBackupWithoutChangingAnything) {
  add("desk", "one");
  EXPECT_THROW(Workspace::restore({path("desk")}, write("no.db", std::string(20'000, 'x'))), Error);
  EXPECT_THROW(Workspace::restore({path("desk")}, path("absent.db")), Error);
  EXPECT_EQ(tickets("desk"), 1U);
}

}  // namespace
}  // namespace smartdesk::store

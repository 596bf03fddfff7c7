#include "store/workspace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk {
namespace {

using testing::HasSubstr;

class WorkspaceTest : public ScratchFiles {};

TEST_F(WorkspaceTest, IsMadeWhereSomebodyWrites) {
  EXPECT_EQ(Workspace::open_to_write(path("new/desk"), "import").store().counts().tickets, 0U);
  EXPECT_EQ(Workspace::open_to_read(path("new/desk")).store().counts().tickets, 0U);
}

TEST_F(WorkspaceTest, IsNotMadeWhereSomebodyReads) {
  try {
    Workspace::open_to_read(path("none"));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(error.what(), HasSubstr("smartdesk import"));
  }
  EXPECT_FALSE(exists("none"));
}

TEST_F(WorkspaceTest, LetsOneWriterInAndNamesItToTheOther) {
  const auto first = Workspace::open_to_write(path("desk"), "import tickets.csv");
  try {
    Workspace::open_to_write(path("desk"), "label");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("process " + std::to_string(getpid()) + " (smartdesk import tickets.csv)"));
  }
  Workspace::open_to_read(path("desk"));
}

TEST_F(WorkspaceTest, IsFreeAgainWhenTheWriterIsGone) {
  { const auto first = Workspace::open_to_write(path("desk"), "import"); }
  Workspace::open_to_write(path("desk"), "label");
}

}  // namespace
}  // namespace smartdesk

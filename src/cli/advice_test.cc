#include "cli/advice.h"

#include <gtest/gtest.h>

namespace smartdesk::cli {

TEST(Advice, NamesTheOptionThatHelps) {
  EXPECT_EQ(with_advice(no_model()), "There is no model yet. Run `smartdesk train`, or pass --model FILE.");
  EXPECT_EQ(with_advice(Error(ErrorCode::kNoColumn, "No column.", "text")),
            "No column. Pass --text COLUMN or --map text=COLUMN.");
  EXPECT_EQ(with_advice(Error(ErrorCode::kNoColumn, "No column.", "team")),
            "No column. Name the column with --label, or --map team=COLUMN.");
  EXPECT_EQ(with_advice(Error(ErrorCode::kNoWorkspace, "There is no workspace in d.", "d")),
            "There is no workspace in d. Create one with `smartdesk import FILE --workspace d`.");
}

TEST(Advice, LeavesOtherErrorsAsTheyAre) {
  EXPECT_EQ(with_advice(Error(ErrorCode::kFailed, "The disk is full.")), "The disk is full.");
}

}  // namespace smartdesk::cli

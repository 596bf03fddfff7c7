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

TEST(Advice, NamesTheOptionThatReadsLabelsInTheOtherWay) {
  EXPECT_EQ(with_advice(LabelNote{LabelNoteKind::kPartsRecur, "Each is one."}),
            "Each is one. Pass --multi-label to split them.");
  EXPECT_EQ(with_advice(LabelNote{LabelNoteKind::kSplit, "1 of 9 rows."}),
            "1 of 9 rows. Pass --single-label to read each as one label.");
  EXPECT_EQ(with_advice(LabelNote{LabelNoteKind::kSpellings, "2 labels."}), "2 labels.");
}

TEST(Advice, LeavesOtherErrorsAsTheyAre) {
  EXPECT_EQ(with_advice(Error(ErrorCode::kFailed, "The disk is full.")), "The disk is full.");
}

}  // namespace smartdesk::cli

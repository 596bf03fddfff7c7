#include "training/row_groups.h"

#include <gmock/gmock.h>

#include "support/runs.h"

namespace smartdesk::training {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Rows with a text, a label and a value of the group column each.
class RowGroupsTest : public testing::Test {
 protected:
  void add(const std::string& text, ClassIndex label, const std::string& group = "") {
    rows_.push_back({});
    rows_.back().text = text;
    rows_.back().group = group;
    task_.labels.push_back(label);
  }
  std::vector<std::string> keep() {
    std::vector<const DatasetRow*> rows;
    std::vector<std::size_t> positions;
    for (const auto& row : rows_) {
      positions.push_back(rows.size());
      rows.push_back(&row);
      task_.texts.push_back(row.text);
    }
    task_.classes = 2;
    task_.generated_from = rows.size();
    return keep_together(row_groups(rows, kOneThread), positions, LabelSet({"no", "yes"}), task_);
  }

  std::vector<DatasetRow> rows_;
  LabelledTexts task_;
};

TEST_F(RowGroupsTest, KeepsRepeatsTogether) {
  for (const char* text : {"printer jam", "Printer jam!", "no toner", "paper tray", "scanner light", "fan noise"})
    add(text, static_cast<ClassIndex>(rows_.size() % 2));
  EXPECT_THAT(keep(), IsEmpty());
  EXPECT_EQ(task_.repeats.of(0), task_.repeats.of(1));
  EXPECT_EQ(task_.repeats.repeats(), 1U);
  EXPECT_TRUE(task_.groups.are_single());
}

TEST_F(RowGroupsTest, KeepsTheRowsOfAGroupTogetherAndThoseWithoutOneApart) {
  add("printer jam", 0, "Ines");
  add("no toner", 1, "Ines");
  add("paper tray", 0, "Otto");
  add("scanner light", 1, "Otto");
  add("fan noise", 0);
  add("blank page", 1);
  EXPECT_THAT(keep(), IsEmpty());
  EXPECT_EQ(task_.groups.of(0), task_.groups.of(1));
  EXPECT_NE(task_.groups.of(4), task_.groups.of(5));
  EXPECT_EQ(task_.groups.repeats(), 2U);
}

TEST_F(RowGroupsTest, WarnsOfALabelWhoseRowsAreOneText) {
  for (const char* text : {"printer jam", "printer jam", "printer jam"}) add(text, 1);
  add("no toner", 0);
  add("paper tray", 0);
  EXPECT_THAT(keep(), ElementsAre("\"yes\" has 3 rows of one text; it is learned but cannot be validated."));
}

TEST_F(RowGroupsTest, SaysThatEachLabelHasOnlyOneText) {
  for (int i = 0; i < 6; ++i) add(i % 2 == 0 ? "printer jam" : "no toner", i % 2);
  EXPECT_THAT(keep(), ElementsAre(HasSubstr("each label has only one text")));
  EXPECT_TRUE(task_.repeats.are_single());
}

TEST_F(RowGroupsTest, RejectsAColumnWithOneValue) {
  add("printer jam", 0, "Ines");
  add("no toner", 1, "Ines");
  add("paper tray", 0, "Ines");
  EXPECT_THROW(keep(), Error);
}

}  // namespace
}  // namespace smartdesk::training

#include "training/dataset.h"

#include <gmock/gmock.h>

#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::training {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class DatasetTest : public ScratchFiles {};

std::string message_of(const DatasetSource& source) {
  try {
    read_dataset(source, kOneThread);
  } catch (const Error& error) {
    EXPECT_EQ(exit_code(error.code()), 3);
    return error.what();
  }
  return "";
}

TEST_F(DatasetTest, JoinsSubjectAndBodyAndTrimsLabels) {
  const auto file = write("t.csv", "id,subject,body,category\nA7,Help,It broke, Bug Report \n");
  const auto dataset = read_dataset({file, "", {}, "", {{"category", ""}}}, kOneThread);
  ASSERT_EQ(dataset.rows.size(), 1U);
  EXPECT_EQ(dataset.rows[0].text, "Help\nIt broke");
  EXPECT_EQ(dataset.rows[0].id, "A7");
  EXPECT_EQ(dataset.rows[0].line, 2U);
  EXPECT_THAT(dataset.rows[0].labels, ElementsAre("Bug Report"));
}

TEST_F(DatasetTest, DetectsTasksByTheColumnsWhenNoneIsNamed) {
  const auto labelled = write("a.csv", "text,label\nx y,1\n");
  EXPECT_THAT(read_dataset({labelled}, kOneThread).tasks, ElementsAre("label"));
  const auto tickets = write("b.csv", "text,urgency,category\nx y,High,Billing\n");
  EXPECT_THAT(read_dataset({tickets}, kOneThread).tasks, ElementsAre("urgency", "category"));
}

TEST_F(DatasetTest, DetectsTheTasksOfATeamsTaxonomy) {
  DatasetSource source{write("t.csv", "text,urgency,team\nx y,High,billing\n")};
  source.usual_tasks = {"team", "risk"};
  EXPECT_THAT(read_dataset(source, kOneThread).tasks, ElementsAre("team"));
}

TEST_F(DatasetTest, RejectsAFileWithoutTheNamedColumnAndListsItsColumns) {
  const auto file = write("t.csv", "text,mood\nx,happy\n");
  const auto message = message_of({file, "", {}, "", {{"sentiment", "feeling"}}});
  EXPECT_THAT(message, HasSubstr("t.csv"));
  EXPECT_THAT(message, HasSubstr("\"feeling\""));
  EXPECT_THAT(message, HasSubstr("text, mood"));
}

TEST_F(DatasetTest, RejectsAFileWithoutReadableRows) {
  const auto file = write("t.csv", "text,label\none,field,too many\n");
  EXPECT_THAT(message_of({file}), HasSubstr("line 2"));
  const auto empty = write("e.csv", "text,label\n");
  EXPECT_THAT(message_of({empty}), HasSubstr("no rows"));
}

TEST_F(DatasetTest, KeepsRejectedRowsAsData) {
  const auto file = write("t.csv", "text,label\na b,x\none,field,too many\nc d,y\n");
  const auto dataset = read_dataset({file}, kOneThread);
  EXPECT_EQ(dataset.rows.size(), 2U);
  ASSERT_EQ(dataset.rejected.size(), 1U);
  EXPECT_EQ(dataset.rejected[0].line, 3U);
}

TEST_F(DatasetTest, ReadsTheGroupColumnByItsNameOrAsAFieldOfTickets) {
  DatasetSource source{write("t.csv", "text,label,Requester,thread\na b,x,Ines,7\nc d,y,Otto,8\n")};
  source.group_column = "thread";
  EXPECT_EQ(read_dataset(source, kOneThread).rows[1].group, "8");
  source.group_column = "customer";
  EXPECT_EQ(read_dataset(source, kOneThread).rows[1].group, "Otto");
  source.group_column = "floor";
  EXPECT_THAT(message_of(source), HasSubstr("no column \"floor\" to group the rows by"));
}

TEST_F(DatasetTest, ReturnsOnlyRowsWithAKnownLabel) {
  const auto file = write("t.csv", "text,label\na,x\nb,\nc,y\nd,z\n");
  const auto dataset = read_dataset({file}, kOneThread);
  const auto rows = rows_of(dataset, 0, LabelSet({"x", "y"}));
  EXPECT_THAT(rows.labels, ElementsAre(0, 1));
  EXPECT_THAT(rows.rows, ElementsAre(0, 2));
  EXPECT_THAT(rows.unknown_labels, ElementsAre("z"));
  EXPECT_THAT(labels_of(dataset, 0).names(), ElementsAre("x", "y", "z"));
}

TEST_F(DatasetTest, ReadsAnotherFileByTheTasksAndLabelsOfTheFirst) {
  const auto first =
      read_dataset({write("a.csv", "text,urgency,category\na,High,x\nb,Low,y\nc,Low,x|y\n")}, kOneThread);
  EXPECT_THAT(first.tasks, ElementsAre("urgency", "category: x", "category: y"));
  auto source = like(first, {});
  source.path = write("b.csv", "text,urgency,category\na,high,X\nb,Urgent,\n");
  const auto second = read_dataset(source, kOneThread);
  EXPECT_EQ(second.tasks, first.tasks);
  EXPECT_THAT(second.rows[0].labels, ElementsAre("High", "yes", "no"));
  EXPECT_THAT(second.rows[1].labels, ElementsAre("Urgent", "", ""));
}

}  // namespace
}  // namespace smartdesk::training

#include "training/evaluate.h"

#include <gmock/gmock.h>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::training {
namespace {

using testing::HasSubstr;

class EvaluateTest : public ScratchFiles {
 protected:
  Dataset dataset(const std::string& name, const std::string& csv) const {
    return read_dataset({write(name, csv)}, kOneThread);
  }
  models::Model model() const { return train(dataset("train.csv", small_tickets(150, 1)), {}, kOneThread).model; }
};

TEST_F(EvaluateTest, MeasuresRowsThatTheModelHasNotSeen) {
  const auto evaluation =
      evaluate(prediction::Predictor(model()), dataset("test.csv", small_tickets(60, 99)), kOneThread);
  ASSERT_EQ(evaluation.tasks.size(), 1U);
  EXPECT_EQ(evaluation.tasks[0].metrics.rows, 60);
  EXPECT_GT(evaluation.tasks[0].metrics.macro_f1, 0.95);
  EXPECT_NEAR(evaluation.tasks[0].metrics.majority_accuracy, 1.0 / 3, 1e-9);
  EXPECT_EQ(evaluation.tasks[0].verdict.kind, Verdict::Kind::kGood);
  EXPECT_FALSE(evaluation.tasks[0].coverage.empty());
}

TEST_F(EvaluateTest, ReportsNoSignalWhenEveryPredictionIsWrong) {
  const auto evaluation =
      evaluate(prediction::Predictor(model()), dataset("test.csv", small_tickets(60, 99, 1)), kOneThread);
  EXPECT_EQ(evaluation.tasks[0].verdict.kind, Verdict::Kind::kGuessing);
}

TEST_F(EvaluateTest, CountsRowsWithUnknownLabelsAsWrongAndSaysSo) {
  const auto rows = small_tickets(60, 99);
  const auto evaluation = evaluate(prediction::Predictor(model()),
                                   dataset("test.csv", rows + "it rains,weather\nit snows,weather\n"), kOneThread);
  const auto alone = evaluate(prediction::Predictor(model()), dataset("alone.csv", rows), kOneThread);
  const auto& task = evaluation.tasks.at(0);
  EXPECT_EQ(task.metrics.rows, 62);
  EXPECT_EQ(task.unknown_rows, 2U);
  EXPECT_NEAR(task.metrics.accuracy, alone.tasks[0].metrics.accuracy * 60 / 62, 1e-9);
  ASSERT_EQ(task.labels.names(), (std::vector<std::string>{"access", "money", "praise", "weather"}));
  EXPECT_EQ(task.metrics.per_class[3].support, 2);
  EXPECT_EQ(task.metrics.per_class[3].recall, 0);
  EXPECT_THAT(evaluation.warnings,
              testing::ElementsAre(testing::AllOf(HasSubstr("line 62"), HasSubstr("2 of 62 rows"),
                                                  HasSubstr("\"weather\""), HasSubstr("They count as wrong"))));
}

TEST_F(EvaluateTest, WarnsOfRowsThatTheModelWasTrainedOn) {
  const auto evaluation =
      evaluate(prediction::Predictor(model()), dataset("again.csv", small_tickets(150, 1)), kOneThread);
  EXPECT_THAT(evaluation.warnings,
              testing::ElementsAre(HasSubstr("150 of 150 rows are among the rows that the model")));
}

TEST_F(EvaluateTest, ShowsTheFiguresOfEachValueOfAColumn) {
  DatasetSource source{write("test.csv",
                             "text,label,channel\nrefund the invoice,money, mail\nthanks great team,praise,mail\n"
                             "password reset code,access,\nlove it great,money,chat \n")};
  source.group_column = "channel";
  const auto evaluation = evaluate(prediction::Predictor(model()), read_dataset(source, kOneThread), kOneThread);
  const auto& parts = evaluation.tasks.at(0).parts;
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].value, "mail");
  EXPECT_EQ(parts[0].rows, 2);
  EXPECT_EQ(parts[0].accuracy, 1);
  EXPECT_EQ(parts[1].value, "");
  EXPECT_EQ(parts[2].value, "chat");
  EXPECT_EQ(parts[2].accuracy, 0);
}

TEST_F(EvaluateTest, RanksTheRowsOfEachLabel) {
  const auto evaluation =
      evaluate(prediction::Predictor(model()), dataset("test.csv", small_tickets(60, 99)), kOneThread);
  EXPECT_GT(evaluation.tasks[0].ranking.macro.roc_auc.value(), 0.99);
  EXPECT_EQ(evaluation.tasks[0].ranking.per_label.size(), 3U);
}

TEST_F(EvaluateTest, CannotJudgeATestOfASingleLabel) {
  const auto evaluation = evaluate(prediction::Predictor(model()),
                                   dataset("test.csv", "text,label\nrefund,money\ninvoice,money\n"), kOneThread);
  EXPECT_EQ(evaluation.tasks.at(0).verdict.kind, Verdict::Kind::kSingleLabel);
}

TEST_F(EvaluateTest, RejectsAFileWithoutAnyLabelThatTheModelKnows) {
  try {
    evaluate(prediction::Predictor(model()), dataset("test.csv", "text,label\nmild,climate\nodd,weather\n"),
             kOneThread);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(error.what(), HasSubstr("line 2"));
    EXPECT_THAT(error.what(), HasSubstr("\"weather\""));
    EXPECT_THAT(error.what(), HasSubstr("access, money, praise"));
  }
}

}  // namespace
}  // namespace smartdesk::training

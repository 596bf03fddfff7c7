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

TEST_F(EvaluateTest, RejectsUnknownLabelsWithLineAndName) {
  try {
    evaluate(prediction::Predictor(model()), dataset("test.csv", "text,label\nrefund,money\nodd,weather\n"),
             kOneThread);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(error.what(), HasSubstr("line 3"));
    EXPECT_THAT(error.what(), HasSubstr("\"weather\""));
    EXPECT_THAT(error.what(), HasSubstr("access, money, praise"));
  }
}

}  // namespace
}  // namespace smartdesk::training

#include "training/benchmark.h"

#include <gmock/gmock.h>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"

namespace smartdesk::training {
namespace {

using testing::Contains;
using testing::HasSubstr;

class BenchmarkTest : public ScratchFiles {
 protected:
  std::shared_ptr<const Dataset> dataset(const std::string& name, const std::string& csv) const {
    return std::make_shared<const Dataset>(read_dataset({write(name, csv)}, kOneThread));
  }
  static BenchmarkOptions quick() {
    BenchmarkOptions options;
    options.algorithms = {models::Algorithm::kLogReg, models::Algorithm::kNaiveBayes, models::Algorithm::kLinearSvc};
    return options;
  }
};

TEST_F(BenchmarkTest, MeasuresEveryAlgorithmOnTheSameTestRows) {
  const BenchmarkData data{dataset("train.csv", small_tickets(120, 1)), dataset("test.csv", small_tickets(45, 2)),
                           nullptr};
  const auto result = benchmark(data, quick(), kOneThread);
  ASSERT_EQ(result.tasks.size(), 1U);
  const auto& task = result.tasks[0];
  EXPECT_EQ(task.training_rows, 120U);
  EXPECT_EQ(task.test_rows, 45U);
  for (const auto& row : task.algorithms) {
    EXPECT_TRUE(row.ran);
    EXPECT_EQ(row.status, "ok");
    EXPECT_EQ(row.metrics.rows, 45);
    EXPECT_GT(row.metrics.accuracy, 0.95);
    EXPECT_EQ(row.probabilities.size(), 135U);
  }
  EXPECT_NEAR(task.baseline.accuracy, 1.0 / 3, 1e-9);
  EXPECT_EQ(task.verdict.kind, Verdict::Kind::kGood);
}

TEST_F(BenchmarkTest, ChoosesTheWinnerByCrossValidationNotByTheTest) {
  const BenchmarkData data{dataset("train.csv", small_tickets(120, 1, 7)), dataset("test.csv", small_tickets(45, 2)),
                           nullptr};
  const auto task = benchmark(data, quick(), kOneThread).tasks[0];
  for (const auto& row : task.algorithms) EXPECT_LE(row.cv_macro_f1, task.algorithms[task.best].cv_macro_f1);
  ASSERT_TRUE(task.model);
  EXPECT_EQ(task.model->heads[0].classifier.algorithm(), task.algorithms[task.best].algorithm);
}

TEST_F(BenchmarkTest, UsesASplitColumn) {
  std::string csv = "text,label,split\n";
  for (int i = 0; i < 60; ++i) {
    csv += (i % 2 == 0 ? "invoice refund number" : "password reset number") + std::to_string(i) +
           (i % 2 == 0 ? ",money," : ",access,") + (i < 40 ? "dev\n" : "locked\n");
  }
  const auto result = benchmark({dataset("in.csv", csv), nullptr, nullptr}, quick(), kOneThread);
  EXPECT_EQ(result.tasks[0].training_rows, 40U);
  EXPECT_EQ(result.tasks[0].test_rows, 20U);
  EXPECT_THAT(result.split_rule, HasSubstr("split column"));
}

TEST_F(BenchmarkTest, HoldsOutAFifthWithoutASplitColumn) {
  const auto result = benchmark({dataset("in.csv", small_tickets(150, 1)), nullptr, nullptr}, quick(), kOneThread);
  EXPECT_EQ(result.tasks[0].training_rows, 120U);
  EXPECT_EQ(result.tasks[0].test_rows, 30U);
}

TEST_F(BenchmarkTest, HoldsOutAnotherFifthWithAnotherSeed) {
  const BenchmarkData data{dataset("in.csv", small_tickets(150, 1)), nullptr, nullptr};
  auto options = quick();
  const auto first = benchmark(data, options, kOneThread);
  EXPECT_EQ(benchmark(data, options, kOneThread).tasks[0].test_ids, first.tasks[0].test_ids);
  options.fitting.seed = 7;
  const auto second = benchmark(data, options, kOneThread);
  EXPECT_NE(second.tasks[0].test_ids, first.tasks[0].test_ids);
  EXPECT_EQ(second.split_rule, "stratified 80/20 split, seed 7");
}

TEST_F(BenchmarkTest, IsNotDeceivedByRepeatedTexts) {
  std::string csv = "text,label\n";
  for (int copy = 0; copy < 6; ++copy) {
    Random random(8);
    for (int text = 0; text < 100; ++text) {
      csv += "printer part" + std::to_string(random.below(60)) + " part" + std::to_string(random.below(60));
      csv += random.below(2) == 0 ? ",a\n" : ",b\n";
    }
  }
  const auto result = benchmark({dataset("in.csv", csv), nullptr, nullptr}, quick(), kOneThread);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("of 600 rows repeat another.")));
  EXPECT_LE(result.tasks[0].test_rows, 20U) << "each text is tested once";
  EXPECT_EQ(result.tasks[0].verdict.kind, Verdict::Kind::kGuessing);
}

TEST_F(BenchmarkTest, WarnsOfTestRowsThatRepeatATrainingRow) {
  const BenchmarkData data{dataset("train.csv", small_tickets(60, 1)),
                           dataset("test.csv", small_tickets(30, 2) + small_tickets(6, 1).substr(11)), nullptr};
  const auto result = benchmark(data, quick(), kOneThread);
  EXPECT_EQ(result.tasks[0].test_rows, 36U);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("6 of 36 test rows repeat a training row")));
}

TEST_F(BenchmarkTest, SplitsByTime) {
  std::string csv = "text,label,created_at\n";
  for (int i = 0; i < 50; ++i) {
    csv += (i % 2 == 0 ? "invoice refund " : "password reset ") + std::to_string(i) + " desk" + std::to_string(7 * i) +
           (i % 2 == 0 ? ",money," : ",access,") + "2026-03-" + std::to_string(10 + i % 20) + "\n";
  }
  auto options = quick();
  options.split = SplitRule::kTime;
  const auto result = benchmark({dataset("in.csv", csv), nullptr, nullptr}, options, kOneThread);
  EXPECT_EQ(result.tasks[0].training_rows, 40U);
  EXPECT_EQ(result.tasks[0].test_rows, 10U);
  EXPECT_THAT(result.split_rule, HasSubstr("rows before 2026-03-25 train"));
}

TEST_F(BenchmarkTest, ComparesGeneratedWithRealTrainingRows) {
  const BenchmarkData data{dataset("train.csv", small_tickets(60, 1)), dataset("test.csv", small_tickets(45, 2)),
                           dataset("generated.csv", small_tickets(90, 3, 1))};  // every generated label is wrong
  const auto result = benchmark(data, quick(), kOneThread);
  ASSERT_EQ(result.transfer.size(), 4U);
  EXPECT_EQ(result.transfer[0].rows, 90U);
  EXPECT_LT(result.transfer[0].macro_f1[0], 0.2);
  EXPECT_EQ(result.transfer[1].rows, 60U);
  EXPECT_GT(result.transfer[1].macro_f1[0], 0.95);
  EXPECT_EQ(result.transfer[2].rows, 150U);
}

TEST_F(BenchmarkTest, ListsMistakesOfTheWinnerWithTheDecidingWords) {
  const BenchmarkData data{dataset("train.csv", small_tickets(120, 1)),
                           dataset("test.csv", small_tickets(30, 2) + "refund the invoice amount,praise\n"), nullptr};
  const auto task = benchmark(data, quick(), kOneThread).tasks[0];
  ASSERT_EQ(task.misclassified.size(), 1U);
  const auto& wrong = task.misclassified[0];
  EXPECT_EQ(task.test_texts[wrong.test_row], "refund the invoice amount");
  EXPECT_EQ(task.labels.name(wrong.truth), "praise");
  EXPECT_EQ(task.labels.name(wrong.predicted), "money");
  ASSERT_FALSE(wrong.words.empty());
  EXPECT_GT(wrong.words[0].weight, 0);
}

TEST_F(BenchmarkTest, WarnsAboutTestLabelsMissingFromTraining) {
  const BenchmarkData data{dataset("train.csv", small_tickets(60, 1)),
                           dataset("test.csv", small_tickets(30, 2) + "rain,weather\n"), nullptr};
  const auto result = benchmark(data, quick(), kOneThread);
  EXPECT_EQ(result.tasks[0].test_rows, 30U);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("\"weather\"")));
}

TEST_F(BenchmarkTest, CannotJudgeATestOfASingleLabelAndWarns) {
  const BenchmarkData data{dataset("train.csv", small_tickets(60, 1)),
                           dataset("test.csv", "text,label\nrefund the invoice,money\ntax paid,money\n"), nullptr};
  const auto result = benchmark(data, quick(), kOneThread);
  EXPECT_EQ(result.tasks[0].verdict.kind, Verdict::Kind::kSingleLabel);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("label: Cannot be judged: all 2 rows have the label \"money\"")));
}

TEST_F(BenchmarkTest, RejectsATaskWithOneLabelBeforeFitting) {
  const BenchmarkData data{dataset("in.csv", "text,label\na b,x\nc d,x\ne f,x\ng h,x\ni j,x\n"), nullptr, nullptr};
  EXPECT_THROW(benchmark(data, quick(), kOneThread), Error);
}

}  // namespace
}  // namespace smartdesk::training

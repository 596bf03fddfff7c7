#include "training/model_comparison.h"

#include <gmock/gmock.h>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/evaluate.h"
#include "training/train.h"

namespace smartdesk::training {
namespace {

using testing::HasSubstr;

class ModelComparisonTest : public ScratchFiles {
 protected:
  Dataset dataset(const std::string& name, const std::string& csv) const {
    return read_dataset({write(name, csv)}, kOneThread);
  }
  prediction::Predictor predictor(const std::string& csv) const {
    return prediction::Predictor(train(dataset("train.csv", csv), {}, kOneThread).model);
  }
  static std::string with(std::string csv, const std::string& label, const std::string& other) {
    for (auto at = csv.find("," + label + "\n"); at != std::string::npos; at = csv.find("," + label + "\n", at + 1))
      csv.replace(at + 1, label.size(), other);
    return csv;
  }
};

TEST_F(ModelComparisonTest, NamesTheBetterModelWithItsFigures) {
  const auto good = predictor(small_tickets(150, 1)), bad = predictor(small_tickets(24, 2, 2));
  const auto test = dataset("test.csv", small_tickets(120, 99));
  const auto result = compare_models(good, bad, "bad.model", test, kOneThread);
  ASSERT_EQ(result.tasks.size(), 1U);
  const auto& task = result.tasks[0];
  EXPECT_EQ(task.verdict, ComparisonVerdict::kBetter);
  EXPECT_THAT(task.sentence, HasSubstr("The model is better than bad.model: macro F1 +0."));
  EXPECT_NEAR(task.figures.macro_f1_difference,
              evaluate(good, test, kOneThread).tasks[0].metrics.macro_f1 - task.other_macro_f1, 1e-12);
  EXPECT_NEAR(task.other_macro_f1, evaluate(bad, test, kOneThread).tasks[0].metrics.macro_f1, 1e-12);
  const auto turned = compare_models(bad, good, "good.model", test, kOneThread);
  EXPECT_EQ(turned.tasks[0].verdict, ComparisonVerdict::kWorse);
  EXPECT_THAT(turned.tasks[0].sentence, HasSubstr("good.model is better than the model: macro F1 +0."));
}

TEST_F(ModelComparisonTest, SaysWhenTheRowsShowNoDifference) {
  const auto result = compare_models(predictor(small_tickets(150, 1)), predictor(small_tickets(150, 2)), "b.model",
                                     dataset("test.csv", small_tickets(60, 99)), kOneThread);
  EXPECT_EQ(result.tasks.at(0).verdict, ComparisonVerdict::kNoDifference);
  EXPECT_THAT(result.tasks[0].sentence, HasSubstr("No difference from b.model that 60 rows could show"));
}

TEST_F(ModelComparisonTest, CountsALabelThatOneOfTheTwoDoesNotKnowAsWrongForIt) {
  const auto knows = predictor(small_tickets(150, 1));
  const auto lacks = predictor(with(small_tickets(150, 1), "praise", "thanks"));
  const auto test = dataset("test.csv", small_tickets(60, 99));
  const auto task = compare_models(knows, lacks, "old.model", test, kOneThread).tasks.at(0);
  EXPECT_EQ(task.other_unknown_rows, 20U);
  EXPECT_EQ(task.figures.rows, 60);
  EXPECT_EQ(task.figures.only_first, 20);
  EXPECT_EQ(task.figures.only_second, 0);
  EXPECT_NEAR(task.other_accuracy, 40.0 / 60, 1e-9);
  const auto turned = compare_models(lacks, knows, "new.model", test, kOneThread).tasks.at(0);
  EXPECT_EQ(turned.figures.only_second, 20);
  EXPECT_EQ(turned.other_unknown_rows, 0U);
}

TEST_F(ModelComparisonTest, TakesOtherSpellingsOfALabelForIt) {
  const auto model = predictor(small_tickets(150, 1));
  const auto other = predictor(with(small_tickets(150, 1), "praise", "PRAISE"));
  const auto task =
      compare_models(model, other, "b.model", dataset("test.csv", small_tickets(60, 99)), kOneThread).tasks.at(0);
  EXPECT_EQ(task.other_unknown_rows, 0U);
  EXPECT_EQ(task.figures.macro_f1_difference, 0);
}

TEST_F(ModelComparisonTest, WarnsOfRowsThatTheOtherWasTrainedOn) {
  const auto result = compare_models(predictor(small_tickets(150, 1)), predictor(small_tickets(60, 99)), "b.model",
                                     dataset("test.csv", small_tickets(60, 99)), kOneThread);
  EXPECT_THAT(result.warnings, testing::ElementsAre(HasSubstr("60 of 60 rows are among the rows that b.model was")));
}

TEST_F(ModelComparisonTest, RefusesModelsWithoutACommonTask) {
  auto other = train(dataset("train.csv", small_tickets(60, 1)), {}, kOneThread).model;
  other.heads[0].task = "mood";
  try {
    compare_models(predictor(small_tickets(60, 1)), prediction::Predictor(other), "mood.model",
                   dataset("test.csv", small_tickets(60, 99)), kOneThread);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("mood.model"), HasSubstr("test.csv")));
  }
}

}  // namespace
}  // namespace smartdesk::training

#include "training/train.h"
#include "support/runs.h"

#include <gmock/gmock.h>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"

namespace smartdesk::training {
namespace {

using testing::Contains;
using testing::HasSubstr;

class TrainTest : public ScratchFiles {
 protected:
  Dataset dataset(const std::string& csv) const { return read_dataset({write("train.csv", csv)}, kOneThread); }
};

TEST_F(TrainTest, LearnsSimpleTicketsWithEveryBuiltInAlgorithm) {
  const auto rows = dataset(small_tickets(150, 1));
  for (const auto algorithm : {models::Algorithm::kLogReg, models::Algorithm::kNaiveBayes,
                               models::Algorithm::kRandomForest, models::Algorithm::kLinearSvc}) {
    TrainOptions options;
    options.algorithm = algorithm;
    const auto result = train(rows, options, kOneThread);
    ASSERT_EQ(result.model.heads.size(), 1U);
    EXPECT_GT(result.model.heads[0].cv_macro_f1, 0.95) << models::display_name(algorithm);
    EXPECT_FALSE(result.model.heads[0].no_signal);
  }
}

TEST_F(TrainTest, ClassifiesANewText) {
  const auto result = train(dataset(small_tickets(150, 1)), {}, kOneThread);
  models::ModelScratch scratch;
  std::vector<models::Prediction> predictions;
  models::predict(result.model, "I was charged twice, please refund the amount", scratch, predictions);
  const auto money = *result.model.heads[0].labels.find("money");
  EXPECT_GT(predictions[0].probabilities[static_cast<std::size_t>(money)], 0.8F);
}

TEST_F(TrainTest, TrainsTheSameModelForAnyNumberOfThreads) {
  const auto rows = dataset(small_tickets(90, 2));
  TrainOptions options;
  options.algorithm = models::Algorithm::kRandomForest;
  smartdesk::Run three;
  three.threads = 3;
  const auto alone = train(rows, options, kOneThread), together = train(rows, options, three);
  EXPECT_EQ(alone.model.heads[0].classifier.to_bytes(), together.model.heads[0].classifier.to_bytes());
}

TEST_F(TrainTest, WarnsWhenThereIsNoSignal) {
  std::string csv = "text,label\n";
  Random random(3);
  for (int i = 0; i < 200; ++i) {
    csv += "word" + std::to_string(random.below(40)) + " thing" + std::to_string(random.below(40)) +
           (random.below(2) == 0 ? ",a\n" : ",b\n");
  }
  const auto result = train(dataset(csv), {}, kOneThread);
  EXPECT_TRUE(result.model.heads[0].no_signal);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("label, by cross-validation: No better than guessing")));
}

TEST_F(TrainTest, RejectsASingleLabelAndNamesIt) {
  try {
    train(dataset("text,label\na b,x\nc d,x\n"), {}, kOneThread);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(error.what(), HasSubstr("only the label \"x\""));
  }
}

TEST_F(TrainTest, LearnsALabelOfOneRowAndWarns) {
  const auto result = train(dataset(small_tickets(60, 4) + "the only one of its kind,rare\n"), {}, kOneThread);
  EXPECT_EQ(result.model.heads[0].labels.size(), 4);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("\"rare\" has one row")));
}

TEST_F(TrainTest, ValidatesLargeDataOnASampleAndOmitsTheLeastInformativeTerms) {
  TrainOptions options;
  options.validated_rows = 100;
  options.most_entries = 20000;
  const auto rows = dataset(small_tickets(400, 6) + "the only one of its kind,rare\n");
  const auto result = train(rows, options, kOneThread);
  const auto& head = result.model.heads[0];
  EXPECT_EQ(head.training_rows, 401U);
  EXPECT_EQ(head.judged.size(), 100U);
  EXPECT_EQ(head.labels.size(), 4);
  EXPECT_LT(result.model.features.columns(), train(rows, {}, kOneThread).model.features.columns());
  models::ModelScratch scratch;
  std::vector<models::Prediction> predictions;
  models::predict(result.model, "I was charged twice, please refund the amount", scratch, predictions);
  EXPECT_EQ(head.labels.name(predictions[0].label), "money");
  EXPECT_GT(predictions[0].probability(), 0.8F);
}

TEST_F(TrainTest, StopsWhenAsked) {
  const auto rows = dataset(small_tickets(60, 5));
  const std::atomic<bool> stopped{true};
  smartdesk::Run run;
  run.stopped = &stopped;
  try {
    train(rows, {}, run);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInterrupted);
  }
}

}  // namespace
}  // namespace smartdesk::training

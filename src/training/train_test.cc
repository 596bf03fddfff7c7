#include "training/train.h"
#include "support/runs.h"

#include <gmock/gmock.h>

#include <numeric>

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

TEST_F(TrainTest, GivesEqualRowsAndOptionsAnEqualVersion) {
  const auto rows = dataset(small_tickets(90, 2));
  const auto version = [&](const Dataset& of, const TrainOptions& options, const smartdesk::Run& run) {
    auto model = train(of, options, run).model;
    model.created_at += "later";
    return models::save_model(model, path("m.model"));
  };
  smartdesk::Run three;
  three.threads = 3;
  TrainOptions other_seed;
  other_seed.fitting.seed = 43;
  for (const auto algorithm : {models::Algorithm::kLinearSvc, models::Algorithm::kRandomForest}) {
    TrainOptions options;
    options.algorithm = other_seed.algorithm = algorithm;
    const auto first = version(rows, options, kOneThread);
    EXPECT_EQ(version(rows, options, three), first);
    EXPECT_EQ(version(read_dataset({write("renamed.csv", small_tickets(90, 2))}, kOneThread), options, three), first);
    EXPECT_NE(version(rows, other_seed, three), first);
    EXPECT_NE(version(dataset(small_tickets(90, 3)), options, three), first);
  }
}

TEST_F(TrainTest, RecordsWhereTheModelComesFrom) {
  const auto model = train(dataset(small_tickets(150, 1)), {}, kOneThread).model;
  EXPECT_THAT(model.origin.program, testing::StartsWith("smartdesk "));
  EXPECT_EQ(model.origin.profile, "best");
  ASSERT_EQ(model.origin.files.size(), 1U);
  EXPECT_EQ(model.origin.files[0].name, "train.csv");
  EXPECT_EQ(model.origin.files[0].sha256.size(), 64U);
  ASSERT_FALSE(model.origin.languages.empty());
  const auto& head = model.heads[0];
  ASSERT_EQ(head.label_rows.size(), static_cast<std::size_t>(head.labels.size()));
  EXPECT_EQ(std::accumulate(head.label_rows.begin(), head.label_rows.end(), std::uint64_t{0}), head.training_rows);
  ASSERT_FALSE(head.settings.empty());
  EXPECT_EQ(head.settings[0].name, "c");
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

// 60 different texts with labels at random, each `copies` times in spellings that differ.
std::string repeated_texts(int copies) {
  std::string csv = "text,label\n";
  static constexpr const char* kEnds[] = {"", "!", " ", "??"};
  for (int copy = 0; copy < copies; ++copy) {
    Random random(11);
    for (int text = 0; text < 60; ++text) {
      csv += copy % 2 == 0 ? "printer" : "PRINTER";
      for (int word = 0; word < 5; ++word) csv += " part" + std::to_string(random.below(50));
      csv += std::string(kEnds[copy % 4]) + (random.below(2) == 0 ? ",a\n" : ",b\n");
    }
  }
  return csv;
}

TEST_F(TrainTest, IsNotDeceivedByRepeatedTexts) {
  const auto result = train(dataset(repeated_texts(5)), {}, kOneThread);
  const auto& head = result.model.heads[0];
  EXPECT_TRUE(head.no_signal);
  EXPECT_LT(head.cv_macro_f1, 0.7);
  EXPECT_EQ(head.judged.size(), 60U) << "each text judges once";
  EXPECT_EQ(head.training_rows, 300U);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("240 of 300 rows repeat another.")));
}

TEST_F(TrainTest, IsNotDeceivedByGroupsThatEachHaveOneLabel) {
  std::string csv = "text,label,customer\n";
  Random random(5);
  for (int customer = 0; customer < 40; ++customer) {
    const auto* label = random.below(2) == 0 ? ",a," : ",b,";
    for (int ticket = 0; ticket < 6; ++ticket) {
      csv += "from room" + std::to_string(customer) + " thing" + std::to_string(random.below(90)) + " thing" +
             std::to_string(random.below(90)) + label + "c" + std::to_string(customer) + "\n";
    }
  }
  DatasetSource source{write("in.csv", csv)};
  EXPECT_GT(train(read_dataset(source, kOneThread), {}, kOneThread).model.heads[0].cv_macro_f1, 0.9);
  source.group_column = "customer";
  const auto grouped = train(read_dataset(source, kOneThread), {}, kOneThread);
  EXPECT_LT(grouped.model.heads[0].cv_macro_f1, 0.75);
  EXPECT_EQ(grouped.model.heads[0].judged.size(), 240U) << "all rows of a group judge";
}

TEST_F(TrainTest, LearnsLabelsOfOneTextEachAndSaysWhatTheFiguresAreWorth) {
  std::string csv = "text,label\n";
  for (int i = 0; i < 20; ++i) csv += i % 2 == 0 ? "printer jammed,paper\n" : "screen dark,display\n";
  const auto result = train(dataset(csv), {}, kOneThread);
  EXPECT_EQ(result.model.heads[0].labels.size(), 2);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("each label has only one text")));
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

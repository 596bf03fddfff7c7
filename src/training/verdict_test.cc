#include "training/verdict.h"

#include <gmock/gmock.h>

#include <vector>

namespace smartdesk::training {
namespace {

using testing::HasSubstr;

const LabelSet kLabels({"calm", "furious"});

// 500 rows, 60 of them furious; of 50 predictions "furious", `found` are right.
Verdict detector_that_finds(int found) {
  std::vector<ClassIndex> truth, predicted;
  for (int i = 0; i < 500; ++i) {
    predicted.push_back(i < 50 ? 1 : 0);
    truth.push_back(i < found || (i >= 50 && i < 110 - found) ? 1 : 0);
  }
  return verdict_on(models::measure_labels(predicted, truth, 2), kLabels);
}

TEST(VerdictOn, SaysInWhatWayADetectorOfARareLabelIsWeak) {
  const auto verdict = detector_that_finds(17);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kWeak);
  EXPECT_EQ(
      verdict.sentence,
      "Better than guessing, but weak: 424 of 500 rows are right (84.8 %), always predicting \"calm\" is right on "
      "440 (88.0 %). Of 50 predictions \"furious\", 17 are right (34.0 %; 12.0 % of all rows are \"furious\"), "
      "and 17 of 60 rows \"furious\" are found (28.3 %).");
}

TEST(VerdictOn, CallsADetectorGuessingThatFindsAsManyAsChance) {
  const auto verdict = detector_that_finds(6);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kGuessing);
  EXPECT_THAT(verdict.sentence, HasSubstr("No better than guessing"));
}

TEST(VerdictOn, SaysThatEveryRowIsPredictedAsOneLabel) {
  const std::vector<ClassIndex> truth{0, 0, 0, 1}, always(4, 0);
  EXPECT_EQ(verdict_on(models::measure_labels(always, truth, 2), kLabels).sentence,
            "No better than guessing: all 4 rows are predicted as \"calm\".");
}

TEST(VerdictOn, AsksMoreOfTheBestOfSeveralSettings) {
  std::vector<ClassIndex> truth, predicted;  // p = 0.0012
  for (int i = 0; i < 100; ++i) {
    truth.push_back(i % 2);
    predicted.push_back(i / 2 < 33 ? i % 2 : 1 - i % 2);
  }
  const auto metrics = models::measure_labels(predicted, truth, 2);
  EXPECT_EQ(verdict_on(metrics, kLabels).kind, Verdict::Kind::kGood);
  const auto verdict = verdict_on(metrics, kLabels, 10);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kGuessing);
  EXPECT_THAT(verdict.sentence, HasSubstr("needs 0.1 % or less (permutation test, the best of 10 settings)"));
}

TEST(VerdictOn, SaysNothingAboutAGoodClassifier) {
  const auto verdict = detector_that_finds(45);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kGood);
  EXPECT_EQ(verdict.sentence, "");
}

TEST(VerdictOn, CannotJudgeRowsOfASingleLabel) {
  const std::vector<ClassIndex> all(60, 1);
  const auto verdict = verdict_on(models::measure_labels(all, all, 2), kLabels);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kSingleLabel);
  EXPECT_EQ(verdict.sentence,
            "Cannot be judged: all 60 rows have the label \"furious\". Test on rows with at least two labels.");
}

}  // namespace
}  // namespace smartdesk::training

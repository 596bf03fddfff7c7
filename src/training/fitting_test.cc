#include "training/fitting.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "core/random.h"
#include "models/metrics.h"
#include "support/runs.h"

namespace smartdesk::training {
namespace {

using testing::Each;
using testing::Lt;

// Two classes with different words; row i has class i % 2.
LabelledTexts telling_rows(std::size_t count) {
  LabelledTexts rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.texts.push_back(i % 2 == 0 ? "invoice wrong amount" : "password reset failed");
    rows.labels.push_back(static_cast<ClassIndex>(i % 2));
  }
  rows.classes = 2;
  rows.generated_from = count;
  return rows;
}

// Folds with their own counted texts.
class OwnFolds {
 public:
  explicit OwnFolds(const LabelledTexts& rows, const FittingOptions& options = {})
      : counted_(features::CountedTexts::count(rows.texts, features::TfidfOptions::best(), kOneThread)),
        folds_(models::Algorithm::kLinearSvc, rows, counted_, counted_.all(), options) {}

  const Folds& operator*() const { return folds_; }
  std::vector<Fold> made() const {
    std::vector<Fold> all;
    for (std::size_t i = 0; i < folds_.size(); ++i) all.push_back(folds_.make(i, kOneThread));
    return all;
  }

 private:
  features::CountedTexts counted_;
  Folds folds_;
};

TEST(Folds, JudgesEveryRowOnceAndNeverATrainingRow) {
  const auto rows = telling_rows(30);
  std::multiset<std::size_t> judged;
  for (const auto& fold : OwnFolds(rows).made()) {
    judged.insert(fold.judge_rows.begin(), fold.judge_rows.end());
    EXPECT_EQ(fold.train_labels.size() + fold.judge_labels.size(), 30U);
    EXPECT_EQ(fold.train.rows(), fold.train_labels.size());
  }
  EXPECT_EQ(judged.size(), 30U);
  EXPECT_EQ(std::set<std::size_t>(judged.begin(), judged.end()).size(), 30U);
}

TEST(Folds, UsesGeneratedRowsForTrainingOnly) {
  auto rows = telling_rows(40);
  rows.generated_from = 12;
  for (const auto& fold : OwnFolds(rows).made()) {
    EXPECT_THAT(fold.judge_rows, Each(Lt(12U)));
    EXPECT_GE(fold.train_labels.size(), 28U + 8U);
  }
}

TEST(Folds, KeepsAClassOfOneRowInEveryTrainingPart) {
  auto rows = telling_rows(12);
  rows.texts.push_back("alone");
  rows.labels.push_back(2);
  rows.classes = 3;
  rows.generated_from = 13;
  for (const auto& fold : OwnFolds(rows).made()) {
    EXPECT_EQ(std::count(fold.train_labels.begin(), fold.train_labels.end(), 2), 1);
  }
}

TEST(Folds, HoldsRepeatsOutTogetherAndLetsTheFirstJudge) {
  auto rows = telling_rows(40);
  std::vector<std::size_t> text_of_row;
  for (std::size_t row = 0; row < 40; ++row) text_of_row.push_back(row % 20);  // rows 20 to 39 repeat the others
  rows.repeats = models::Groups(text_of_row);
  std::size_t judged = 0;
  for (const auto& fold : OwnFolds(rows).made()) {
    EXPECT_THAT(fold.judge_rows, Each(Lt(20U)));
    EXPECT_EQ(fold.train_labels.size(), 40 - 2 * fold.judge_rows.size());
    judged += fold.judge_rows.size();
  }
  EXPECT_EQ(judged, 20U);
}

TEST(Folds, LetsAllRowsOfAGroupJudgeButTextsThatTrain) {
  auto rows = telling_rows(40);
  std::vector<std::size_t> customer_of_row, text_of_row;
  for (std::size_t row = 0; row < 40; ++row) {
    customer_of_row.push_back(row / 4);
    text_of_row.push_back(row == 39 ? 0 : row);
  }
  rows.groups = models::Groups(customer_of_row);
  rows.repeats = models::Groups(text_of_row);
  std::multiset<std::size_t> judged;
  for (const auto& fold : OwnFolds(rows).made()) judged.insert(fold.judge_rows.begin(), fold.judge_rows.end());
  EXPECT_GE(judged.size(), 38U);
  EXPECT_LE(judged.count(0) + judged.count(39), 1U);
}

TEST(Folds, DividesTheSameRowsAgain) {
  const auto rows = telling_rows(30);
  const OwnFolds folds(rows);
  const auto others = (*folds).redivided(3, 7);
  ASSERT_EQ(others.size(), 3U);
  std::set<std::size_t> judged;
  for (std::size_t part = 0; part < 3; ++part) judged.insert(others.judges(part).begin(), others.judges(part).end());
  EXPECT_EQ(judged.size(), 30U);
  const auto of_other_seed = (*folds).redivided(3, 8);
  const auto first = others.judges(0), other = of_other_seed.judges(0);
  EXPECT_FALSE(std::equal(first.begin(), first.end(), other.begin(), other.end()));
}

TEST(Folds, HoldsOutAShareOfTheRowsAndTrainsOnGeneratedOnes) {
  auto rows = telling_rows(50);
  rows.generated_from = 40;
  const OwnFolds folds(rows);
  const auto part = (*folds).with_one_part(0.75, 7);
  ASSERT_EQ(part.size(), 1U);
  EXPECT_EQ(part.judges(0).size(), 30U);
  EXPECT_EQ(part.make(0, kOneThread).train_labels.size(), 20U);
}

TEST(Folds, RejectsRowsWithOnlyUniqueLabels) {
  const LabelledTexts rows{{"one two", "three four"}, {0, 1}, 2, 2};
  EXPECT_THROW(OwnFolds{rows}, Error);
}

TEST(CrossValidate, SeparatesClearClassesWithHighProbabilities) {
  const auto rows = telling_rows(60);
  const OwnFolds folds(rows);
  const auto validated = cross_validate(models::Algorithm::kLinearSvc, *folds, {}, kOneThread);
  EXPECT_DOUBLE_EQ(validated.macro_f1, 1.0);
  EXPECT_EQ(validated.scores.size(), 120U);
  float probabilities[2];
  validated.temperature.apply(std::span(validated.scores).first(2), probabilities);
  EXPECT_GT(probabilities[validated.truth[0]], 0.95F);
}

TEST(CrossValidate, ReportsKnownShareAndCorrectnessOfEachRow) {
  auto rows = telling_rows(20);
  rows.texts[4] = "okapi zebra quagga";
  const OwnFolds folds(rows);
  const auto validated = cross_validate(models::Algorithm::kLinearSvc, *folds, {}, kOneThread);
  ASSERT_EQ(validated.judged.size(), 20U);
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(validated.known[i], validated.rows[i] == 4 ? 0 : 1);
    EXPECT_EQ(validated.judged[i].right, validated.judged[i].predicted == validated.truth[i]);
  }
}

TEST(Fit, ChoosesTheSettingsOfCrossValidationAndFitsAllRowsWithThem) {
  const auto rows = telling_rows(40);
  const OwnFolds folds(rows);
  const auto fitted = fit(models::Algorithm::kLinearSvc, *folds, {}, kOneThread);
  EXPECT_EQ(fitted.validated.settings.c,
            cross_validate(models::Algorithm::kLinearSvc, *folds, {}, kOneThread).settings.c);
  const auto matrix = (*folds).all_rows(kOneThread);
  const auto alone = models::Classifier::fit(models::Algorithm::kLinearSvc, {matrix, rows.labels, 2},
                                             fitted.validated.settings, kOneThread);
  EXPECT_EQ(fitted.classifier.to_bytes(), alone.to_bytes());
}

TEST(Fit, ReturnsTheSameForAnyNumberOfThreads) {
  const auto rows = telling_rows(60);
  const OwnFolds folds(rows);
  smartdesk::Run three;
  three.threads = 3;
  const auto first = fit(models::Algorithm::kLinearSvc, *folds, {}, kOneThread);
  const auto second = fit(models::Algorithm::kLinearSvc, *folds, {}, three);
  EXPECT_EQ(first.classifier.to_bytes(), second.classifier.to_bytes());
  EXPECT_EQ(first.validated.scores, second.validated.scores);
  EXPECT_EQ(first.validated.temperature.parameters(), second.validated.temperature.parameters());
}

TEST(MakeHead, ReportsNoSignalForShuffledLabels) {
  auto rows = telling_rows(200);
  EXPECT_FALSE(
      make_head("t", LabelSet({"a", "b"}), rows, fit(models::Algorithm::kLinearSvc, *OwnFolds(rows), {}, kOneThread))
          .no_signal);
  Random(9).shuffle(std::span(rows.labels));
  EXPECT_TRUE(
      make_head("t", LabelSet({"a", "b"}), rows, fit(models::Algorithm::kLinearSvc, *OwnFolds(rows), {}, kOneThread))
          .no_signal);
}

TEST(SettingsToTry, IncludesThePlainLinearSvcAndNoMoreThanCanBeToldFromLuck) {
  const auto settings = settings_to_try(models::Algorithm::kLinearSvc, {});
  EXPECT_LE(settings.size(), 20U);
  std::set<double> plain_cs;
  for (const auto& options : settings) {
    if (!options.class_evidence && options.balance == 0) plain_cs.insert(options.c);
  }
  EXPECT_EQ(plain_cs, (std::set<double>{0.03, 0.1, 0.3, 1, 3}));
}

TEST(SettingsToTry, SearchesThePenaltyOnlyUnderTheBestProfile) {
  FittingOptions parity;
  parity.profile = Profile::kParity;
  EXPECT_EQ(settings_to_try(models::Algorithm::kLinearSvc, parity).size(), 1U);
  EXPECT_TRUE(settings_to_try(models::Algorithm::kLinearSvc, parity)[0].balance == 1);
  EXPECT_GT(settings_to_try(models::Algorithm::kLinearSvc, {}).size(), 1U);
}

}  // namespace
}  // namespace smartdesk::training

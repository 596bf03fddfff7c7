#include "desk/fitting.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "models/metrics.h"
#include "support/runs.h"

namespace smartdesk {
namespace {

using testing::Each;
using testing::Lt;

// Two words tell two classes apart; row i is of class i % 2.
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

TEST(MakeFolds, JudgesEveryRowOnceAndNeverOneItTrainedOn) {
  const auto rows = telling_rows(30);
  const auto folds = make_folds(rows, TfidfOptions::best(), {}, kOneThread);
  std::multiset<std::size_t> judged;
  for (const auto& fold : folds) {
    judged.insert(fold.judge_rows.begin(), fold.judge_rows.end());
    EXPECT_EQ(fold.train_labels.size() + fold.judge_labels.size(), 30U);
    EXPECT_EQ(fold.train.rows(), fold.train_labels.size());
  }
  EXPECT_EQ(judged.size(), 30U);
  EXPECT_EQ(std::set<std::size_t>(judged.begin(), judged.end()).size(), 30U);
}

TEST(MakeFolds, LetsGeneratedRowsTrainButNeverJudge) {
  auto rows = telling_rows(40);
  rows.generated_from = 12;
  for (const auto& fold : make_folds(rows, TfidfOptions::best(), {}, kOneThread)) {
    EXPECT_THAT(fold.judge_rows, Each(Lt(12U)));
    EXPECT_GE(fold.train_labels.size(), 28U + 8U);
  }
}

TEST(MakeFolds, KeepsAClassOfOneRowInEveryTrainingPart) {
  auto rows = telling_rows(12);
  rows.texts.push_back("alone");
  rows.labels.push_back(2);
  rows.classes = 3;
  rows.generated_from = 13;
  for (const auto& fold : make_folds(rows, TfidfOptions::best(), {}, kOneThread)) {
    EXPECT_EQ(std::count(fold.train_labels.begin(), fold.train_labels.end(), 2), 1);
  }
}

TEST(MakeFolds, RefusesRowsOfWhichEveryLabelIsUnique) {
  LabelledTexts rows{{"one two", "three four"}, {0, 1}, 2, 2};
  EXPECT_THROW(make_folds(rows, TfidfOptions::best(), {}, kOneThread), Error);
}

TEST(CrossValidate, FindsWhatIsThereAndGivesProbabilitiesThatSaySo) {
  const auto rows = telling_rows(60);
  const auto folds = make_folds(rows, TfidfOptions::best(), {}, kOneThread);
  const auto validated = cross_validate(Algorithm::kLinearSvc, folds, 2, {}, kOneThread);
  EXPECT_DOUBLE_EQ(validated.macro_f1, 1.0);
  EXPECT_EQ(validated.scores.size(), 120U);
  float probabilities[2];
  validated.temperature.apply(std::span(validated.scores).first(2), probabilities);
  EXPECT_GT(probabilities[validated.truth[0]], 0.95F);
}

TEST(SettingsToTry, SearchesThePenaltyOnlyUnderTheBestProfile) {
  FittingOptions parity;
  parity.profile = Profile::kParity;
  EXPECT_EQ(settings_to_try(Algorithm::kLinearSvc, parity).size(), 1U);
  EXPECT_TRUE(settings_to_try(Algorithm::kLinearSvc, parity)[0].balance == 1);
  EXPECT_GT(settings_to_try(Algorithm::kLinearSvc, {}).size(), 1U);
}

}  // namespace
}  // namespace smartdesk

#include "models/significance.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace smartdesk::models {
namespace {

// Two labels of equal size; `right` of each 50 rows are predicted right.
Metrics right_in(int right) {
  std::vector<ClassIndex> truth, predicted;
  for (int i = 0; i < 100; ++i) {
    truth.push_back(i % 2);
    predicted.push_back(i / 2 < right ? i % 2 : 1 - i % 2);
  }
  return measure_labels(predicted, truth, 2);
}

// A detector of a rare label: of `called` rows that it picks, `found` have the label; `missed` others have it too.
Metrics detector(int rows, int called, int found, int missed) {
  std::vector<ClassIndex> truth, predicted;
  for (int i = 0; i < rows; ++i) {
    predicted.push_back(i < called ? 1 : 0);
    truth.push_back(i < found || (i >= called && i < called + missed) ? 1 : 0);
  }
  return measure_labels(predicted, truth, 2);
}

TEST(ChancePValue, IsFishersExactTestWithTwoLabels) {
  EXPECT_NEAR(chance_p_value(right_in(31)), 0.0136558, 1e-6);  // scipy.stats.fisher_exact, alternative "greater"
  EXPECT_NEAR(chance_p_value(detector(500, 50, 17, 43)), 1.18884e-05, 1e-9);
  EXPECT_NEAR(chance_p_value(detector(500, 50, 5, 55)), 0.745866, 1e-5);
}

TEST(ChancePValue, IsOneIfEveryPredictionIsWrong) { EXPECT_EQ(chance_p_value(right_in(0)), 1); }

TEST(ChancePValue, IsTheSameInEveryRun) {
  std::vector<ClassIndex> truth, predicted;
  Random random(11);
  for (int i = 0; i < 300; ++i) {
    truth.push_back(static_cast<ClassIndex>(random.below(5)));
    predicted.push_back(static_cast<ClassIndex>(random.below(5)));
  }
  const auto metrics = measure_labels(predicted, truth, 5);
  EXPECT_EQ(chance_p_value(metrics), chance_p_value(metrics));
}

TEST(ChancePValue, IsSmallWhereOneOfManyLabelsIsFoundAndTheRestIsNoise) {
  std::vector<ClassIndex> truth, predicted;
  Random random(12);
  for (int i = 0; i < 1000; ++i) {
    truth.push_back(i % 50 == 0 ? 9 : static_cast<ClassIndex>(random.below(9)));
    predicted.push_back(i % 100 == 0 ? 9 : static_cast<ClassIndex>(random.below(9)));
  }
  EXPECT_LT(chance_p_value(measure_labels(predicted, truth, 10)), 0.01);
}

TEST(ChancePValue, IsSmallWhereTwoCommonLabelsAreToldApartAmongManyRareOnes) {
  std::vector<ClassIndex> truth, predicted;
  Random random(13);
  for (int i = 0; i < 1000; ++i) {
    const bool rare = i % 5 == 0;
    truth.push_back(static_cast<ClassIndex>(rare ? 2 + random.below(18) : random.below(2)));
    predicted.push_back(rare                     ? static_cast<ClassIndex>(2 + random.below(18))
                        : random.uniform() < 0.6 ? truth.back()
                                                 : 1 - truth.back());
  }
  EXPECT_LT(chance_p_value(measure_labels(predicted, truth, 20)), 0.01);
}

TEST(ChancePValue, IsABoundForAnObviousSignal) {
  std::vector<ClassIndex> truth;
  for (int i = 0; i < 3000; ++i) truth.push_back(i % 3);
  EXPECT_LT(chance_p_value(measure_labels(truth, truth, 3)), 0.001);
}

TEST(NoBetterThanGuessing, DetectsARareLabelAtModestPrecision) {
  EXPECT_FALSE(no_better_than_guessing(detector(500, 50, 17, 43)));  // right less often than always the other label
}

// At a level of 1 %, 400 tables give at most 11 in 999 of 1,000 cases.
TEST(NoBetterThanGuessing, RarelyFindsASignalInLabelsDrawnAtRandom) {
  Random random(14);
  for (const int labels : {2, 3, 8}) {
    int found = 0;
    for (int table = 0; table < 400; ++table) {
      std::vector<ClassIndex> truth, predicted;
      for (int i = 0; i < 100; ++i) {
        truth.push_back(static_cast<ClassIndex>(random.below(static_cast<std::uint64_t>(labels))));
        predicted.push_back(static_cast<ClassIndex>(random.below(static_cast<std::uint64_t>(labels))));
      }
      found += no_better_than_guessing(measure_labels(predicted, truth, labels)) ? 0 : 1;
    }
    EXPECT_LE(found, 11) << labels;
  }
}

TEST(NoBetterThanGuessing, AsksMoreOfTheBestOfSeveral) {
  EXPECT_FALSE(no_better_than_guessing(right_in(33)));  // p = 0.0012 by the exact test
  EXPECT_FALSE(no_better_than_guessing(right_in(33), 3));
  EXPECT_TRUE(no_better_than_guessing(right_in(33), 10));
}

TEST(HasSingleLabel, IsTrueIfEveryRowHasTheSameTruth) {
  const std::vector<ClassIndex> same{1, 1, 1}, mixed{1, 0, 1};
  EXPECT_TRUE(has_single_label(measure_labels(mixed, same, 2)));
  EXPECT_FALSE(has_single_label(measure_labels(same, mixed, 2)));
  EXPECT_FALSE(no_better_than_guessing(measure_labels(mixed, same, 2)));  // it cannot be judged
}

TEST(NoBetterThanGuessing, CallsOneLabelForEverythingGuessing) {
  const std::vector<ClassIndex> truth{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, always(10, 0);
  EXPECT_TRUE(no_better_than_guessing(measure_labels(always, truth, 2)));
}

TEST(NoBetterThanGuessing, DetectsASignalThatCostsAccuracy) {
  std::vector<ClassIndex> truth, predicted;  // 90 % of one label: always predicting it is right more often
  Random random(5);
  for (int i = 0; i < 1000; ++i) {
    truth.push_back(i % 10 == 0 ? 1 : 0);
    predicted.push_back(random.uniform() < (truth.back() == 1 ? 0.6 : 0.15) ? 1 : 0);
  }
  const auto metrics = measure_labels(predicted, truth, 2);
  EXPECT_LT(metrics.accuracy, 0.9);
  EXPECT_FALSE(no_better_than_guessing(metrics));
}

}  // namespace
}  // namespace smartdesk::models

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

TEST(NoBetterThanGuessing, AgreesWithTheBinomialTest) {
  EXPECT_TRUE(no_better_than_guessing(right_in(31)));   // 62 of 100: p = 0.0105
  EXPECT_FALSE(no_better_than_guessing(right_in(32)));  // 64 of 100: p = 0.0033
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

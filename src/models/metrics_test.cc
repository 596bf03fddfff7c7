#include "models/metrics.h"

#include <gmock/gmock.h>

#include <cmath>

#include "core/error.h"

namespace smartdesk::models {
namespace {

const std::vector<ClassIndex> kTruth{0, 0, 0, 1, 1, 2};
const std::vector<ClassIndex> kPredicted{0, 0, 1, 1, 0, 0};

// By hand: class 0 has precision 2/4, recall 2/3, F1 4/7; class 1 has 1/2 in all; class 2 has 0.
TEST(Metrics, MatchTheValuesComputedByHand) {
  const auto m = measure_labels(kPredicted, kTruth, 3);
  EXPECT_DOUBLE_EQ(m.accuracy, 0.5);
  EXPECT_DOUBLE_EQ(m.majority_accuracy, 0.5);
  EXPECT_NEAR(m.macro_f1, (4.0 / 7 + 0.5 + 0) / 3, 1e-12);
  EXPECT_NEAR(m.weighted_f1, (3 * 4.0 / 7 + 2 * 0.5) / 6, 1e-12);
  EXPECT_NEAR(m.macro_precision, (0.5 + 0.5) / 3, 1e-12);
  EXPECT_NEAR(m.macro_recall, (2.0 / 3 + 0.5) / 3, 1e-12);
  EXPECT_EQ(m.confusion, (std::vector<std::vector<int>>{{2, 1, 0}, {1, 1, 0}, {1, 0, 0}}));
  EXPECT_EQ(m.per_class[0].support, 3);
}

TEST(Metrics, LeaveOutClassesThatDoNotOccur) {
  EXPECT_NEAR(measure_labels(kPredicted, kTruth, 7).macro_f1, (4.0 / 7 + 0.5) / 3, 1e-12);
}

TEST(Metrics, MeasureProbabilitiesByLogLossAndCalibrationError) {
  const std::vector<float> probabilities{0.9F, 0.1F, 0.6F, 0.4F, 0.3F, 0.7F};
  const std::vector<ClassIndex> truth{0, 1, 1};
  const auto m = measure(probabilities, truth, 2);
  EXPECT_NEAR(m.log_loss, -(std::log(0.9) + std::log(0.4) + std::log(0.7)) / 3, 1e-6);
  EXPECT_NEAR(m.ece, (0.1 + 0.6 + 0.3) / 3, 1e-6);
  EXPECT_NEAR(m.accuracy, 2.0 / 3, 1e-12);
}

TEST(Metrics, PutIntervalsAroundTheirEstimates) {
  std::vector<ClassIndex> truth;
  std::vector<float> probabilities;
  for (int i = 0; i < 400; ++i) {
    truth.push_back(i % 2);
    const bool second = (i % 5 == 0) != (i % 2 == 1);
    probabilities.insert(probabilities.end(), {second ? 0.2F : 0.8F, second ? 0.8F : 0.2F});
  }
  const auto m = measure(probabilities, truth, 2);
  EXPECT_NEAR(m.ece, 0, 1e-6);
  EXPECT_NEAR(m.ece_floor, 1.96 * 0.02, 0.008) << "one bin: the deviation of 400 draws from 0.8";
  EXPECT_NEAR(m.ece_floor_995, 2.81 * 0.02, 0.008);
  EXPECT_NEAR(m.accuracy_interval.low, 0.8 - 1.96 * 0.02, 0.008);
  EXPECT_NEAR(m.accuracy_interval.high, 0.8 + 1.96 * 0.02, 0.008);
  EXPECT_LT(m.macro_f1_interval.low, m.macro_f1);
  EXPECT_GT(m.macro_f1_interval.high, m.macro_f1);
}

TEST(Metrics, RefuseShapesThatDisagree) {
  EXPECT_THROW(measure_labels({}, {}, 2), Error);
  EXPECT_THROW(measure(std::vector<float>{0.5F, 0.5F}, kTruth, 2), Error);
}

TEST(McNemar, UsesOnlyRowsWhereTheTwoDisagree) {
  const std::vector<ClassIndex> truth(20, 1), right(20, 1);
  std::vector<ClassIndex> worse(20, 1);
  EXPECT_DOUBLE_EQ(mcnemar_p_value(right, right, truth), 1.0);
  for (std::size_t i = 0; i < 6; ++i) worse[i] = 0;
  EXPECT_NEAR(mcnemar_p_value(right, worse, truth), 2 * std::pow(0.5, 6), 1e-12);
  EXPECT_NEAR(mcnemar_p_value(worse, right, truth), 2 * std::pow(0.5, 6), 1e-12);
}

// By statsmodels' proportion_confint(method="wilson").
TEST(WilsonInterval, HoldsForFewRowsAndExtremeShares) {
  const int counts[][2] = {{8, 10}, {10, 10}, {0, 3}, {412, 500}};
  const Interval expected[] = {
      {0.4901624715, 0.9433178485}, {0.7224672001, 1}, {0, 0.5614970318}, {0.7881858287, 0.8548735987}};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto interval = wilson_interval(counts[i][0], counts[i][1]);
    EXPECT_NEAR(interval.low, expected[i].low, 1e-9);
    EXPECT_NEAR(interval.high, expected[i].high, 1e-9);
  }
  EXPECT_EQ(wilson_interval(0, 0).low, 0);
  EXPECT_EQ(wilson_interval(0, 0).high, 1);
}

TEST(CoverageCurve, RisesIfTheSureAnswersAreRight) {
  std::vector<float> probabilities;
  std::vector<ClassIndex> truth;
  for (int i = 0; i < 100; ++i) {
    const float top = 0.5F + static_cast<float>(i) / 250;
    probabilities.insert(probabilities.end(), {top, 1 - top});
    truth.push_back(i < 20 ? 1 : 0);
  }
  const auto curve = coverage_curve(probabilities, truth, 2);
  EXPECT_DOUBLE_EQ(curve.front().coverage, 1.0);
  EXPECT_DOUBLE_EQ(curve.front().accuracy, 0.8);
  EXPECT_DOUBLE_EQ(curve[4].coverage, 0.8);
  EXPECT_DOUBLE_EQ(curve[4].accuracy, 1.0);
  EXPECT_NEAR(curve[4].threshold, 0.58, 1e-6);
  EXPECT_NEAR(curve[4].next, 0.576, 1e-6);
  EXPECT_EQ(curve.front().next, 0);
}

TEST(CoverageCurve, CountsAllRowsThatAreAsProbableAsTheThreshold) {
  const std::vector<float> probabilities{0.9F, 0.1F, 0.7F, 0.3F, 0.7F, 0.3F, 0.6F, 0.4F};
  const std::vector<ClassIndex> truth{0, 0, 1, 0};
  const auto half = coverage_curve(probabilities, truth, 2)[10];
  EXPECT_DOUBLE_EQ(half.coverage, 0.5);
  EXPECT_DOUBLE_EQ(half.accuracy, 2.0 / 3);  // three rows have at least the second row's probability
  EXPECT_EQ(half.next, 0.6F);
}

}  // namespace
}  // namespace smartdesk::models

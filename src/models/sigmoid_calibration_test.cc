#include "models/sigmoid_calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/error.h"
#include "core/random.h"

namespace smartdesk::models {
namespace {

TEST(SigmoidCalibration, FindsTheCurveOfEachLabel) {
  // Label 1 has the log odds 2 * score - 1; label 0 the opposite.
  Random random(3);
  std::vector<float> scores;
  std::vector<ClassIndex> truth;
  for (int i = 0; i < 20000; ++i) {
    const double score = 4 * random.uniform() - 2;
    truth.push_back(random.uniform() < 1 / (1 + std::exp(1 - 2 * score)) ? 1 : 0);
    scores.push_back(static_cast<float>(-score));
    scores.push_back(static_cast<float>(score));
  }
  const auto calibration = SigmoidCalibration::fit(scores, truth, 2);
  std::vector<float> row{-0.5F, 0.5F};
  calibration.apply(row, row);
  EXPECT_NEAR(row[1], 0.5, 0.02);
  std::vector<float> high{-1.5F, 1.5F};
  calibration.apply(high, high);
  EXPECT_NEAR(high[1], 1 / (1 + std::exp(-2.0)), 0.02);
  EXPECT_NEAR(high[0] + high[1], 1, 1e-6);
}

TEST(SigmoidCalibration, CorrectsALabelThatIsScoredTooHighAsAWhole) {
  // Both labels occur equally often, and label 0 is always scored 5 higher than it deserves.
  const std::vector<float> scores{6, 0, 6, 0.1F, 4, 1, 4, 0.9F, 6, 1, 4, 0};
  const auto calibration = SigmoidCalibration::fit(scores, std::vector<ClassIndex>{0, 0, 1, 1, 1, 0}, 2);
  std::vector<float> row{4, 1};
  calibration.apply(row, row);
  EXPECT_GT(row[1], row[0]);
}

TEST(SigmoidCalibration, DoesNotClaimCertaintyIfEveryRowIsRight) {
  const std::vector<float> scores{1, -1, 2, -2, -1, 1, -2, 2};
  const auto calibration = SigmoidCalibration::fit(scores, std::vector<ClassIndex>{0, 0, 1, 1}, 2);
  std::vector<float> row{1, -1};
  calibration.apply(row, row);
  EXPECT_GT(row[0], 0.6F);
  EXPECT_LT(row[0], 0.95F);
}

TEST(SigmoidCalibration, StaysFiniteForConstantAndHugeScores) {
  const std::vector<float> scores{1e30F, 0, 1e30F, 0};
  const auto calibration = SigmoidCalibration::fit(scores, std::vector<ClassIndex>{0, 1}, 2);
  std::vector<float> row{-1e30F, 0};
  calibration.apply(row, row);
  EXPECT_NEAR(row[0] + row[1], 1, 1e-6);
}

TEST(SigmoidCalibration, RejectsWrongShapesAndScores) {
  const std::vector<ClassIndex> one{0};
  EXPECT_THROW(SigmoidCalibration::fit(std::vector<float>{1}, one, 2), Error);
  EXPECT_THROW(SigmoidCalibration::fit({}, {}, 2), Error);
  EXPECT_THROW(SigmoidCalibration::fit(std::vector<float>{1}, one, 0), Error);
  EXPECT_THROW(SigmoidCalibration::fit(std::vector<float>{std::numeric_limits<float>::quiet_NaN()}, one, 1), Error);
}

}  // namespace
}  // namespace smartdesk::models

#include "models/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/error.h"
#include "core/random.h"

namespace smartdesk::models {
namespace {

// Truth is drawn from softmax(scores); the scores are then stretched by `stretch`.
Temperature fitted_to_stretched(double stretch) {
  Random random(7);
  std::vector<float> scores;
  std::vector<ClassIndex> truth;
  for (int i = 0; i < 20000; ++i) {
    double weights[3], row[3];
    for (int c = 0; c < 3; ++c) {
      row[c] = 4 * random.uniform() - 2;
      weights[c] = std::exp(row[c]);
    }
    truth.push_back(static_cast<ClassIndex>(random.weighted(weights)));
    for (const double score : row) scores.push_back(static_cast<float>(score * stretch));
  }
  return Temperature::fit(scores, truth, 3);
}

const std::vector<float> kTypicalRow{1, -1, 0.5F};

TEST(Temperature, FindsHowFarScoresWereStretched) {
  EXPECT_NEAR(fitted_to_stretched(1).of(kTypicalRow), 1, 0.05);
  EXPECT_NEAR(fitted_to_stretched(5).of(std::vector<float>{5, -5, 2.5F}), 5, 0.25);
  EXPECT_NEAR(fitted_to_stretched(0.1).of(std::vector<float>{0.1F, -0.1F, 0.05F}), 0.1, 0.005);
}

TEST(Temperature, DoesNotClaimCertaintyIfEveryRowIsRight) {
  std::vector<float> scores;
  std::vector<ClassIndex> truth;
  for (int i = 0; i < 98; ++i) {
    scores.insert(scores.end(), {i % 2 == 0 ? 1.0F : 0.0F, i % 2 == 0 ? 0.0F : 1.0F});
    truth.push_back(i % 2);
  }
  float probabilities[2];
  Temperature::fit(scores, truth, 2).apply(std::span(scores).first(2), probabilities);
  EXPECT_NEAR(probabilities[0], 0.99, 1e-4);
}

TEST(Temperature, StaysInBoundsIfEveryRowIsWrong) {
  const std::vector<float> scores{1, 0, 0, 1};
  EXPECT_NEAR(Temperature::fit(scores, std::vector<ClassIndex>{1, 0}, 2).of(scores), 100, 1);
}

// Rows that lead clearly are drawn from scores four times as steep as the others.
TEST(Temperature, IsLowerForRowsWithAClearLead) {
  Random random(11);
  std::vector<float> scores;
  std::vector<ClassIndex> truth;
  for (int i = 0; i < 20000; ++i) {
    const double lead = i % 2 == 0 ? 1.5 : 0.5, steepness = i % 2 == 0 ? 2 : 0.5;
    scores.insert(scores.end(), {static_cast<float>(lead), 0});
    truth.push_back(random.uniform() < 1 / (1 + std::exp(-lead * steepness)) ? 0 : 1);
  }
  const auto temperature = Temperature::fit(scores, truth, 2);
  EXPECT_NEAR(temperature.of(std::vector<float>{1.5F, 0}), 0.5, 0.05);
  EXPECT_NEAR(temperature.of(std::vector<float>{0.5F, 0}), 2, 0.3);
  EXPECT_NEAR(temperature.of(std::vector<float>{50, 0}), 0.5, 0.05) << "not outside the range of the fitted rows";
}

TEST(Temperature, GivesProbabilitiesThatSumToOneAlsoForExtremeScores) {
  std::vector<float> row{1000, 999, -1000};
  Temperature(2).apply(row, row);
  EXPECT_NEAR(row[0] + row[1] + row[2], 1, 1e-6);
  EXPECT_NEAR(row[0] / row[1], std::exp(0.5), 1e-4);
}

TEST(Temperature, RefusesMissingOrNonFiniteScores) {
  EXPECT_THROW(
      Temperature::fit(std::vector<float>{1, std::numeric_limits<float>::quiet_NaN()}, std::vector<ClassIndex>{0}, 2),
      Error);
  EXPECT_THROW(Temperature::fit(std::vector<float>{1}, std::vector<ClassIndex>{0}, 2), Error);
  EXPECT_THROW(Temperature::fit({}, {}, 2), Error);
}

}  // namespace
}  // namespace smartdesk::models

#include "models/abstention.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"

namespace smartdesk::models {
namespace {

// Rows of three classes, the third of which is wrong more often than its probabilities predict.
std::vector<JudgedRow> drawn(std::size_t count, Random random) {
  std::vector<JudgedRow> rows;
  for (std::size_t i = 0; i < count; ++i) {
    JudgedRow row;
    row.predicted = static_cast<ClassIndex>(random.below(3));
    row.probability = static_cast<float>(1 - 0.7 * random.uniform() * random.uniform());
    const double truth = row.predicted == 2 ? 1 - 1.5 * (1 - row.probability) : row.probability;
    row.right = random.uniform() < truth;
    rows.push_back(row);
  }
  return rows;
}

double error_of(const AnswerRule& rule, const std::vector<JudgedRow>& rows) {
  double answered = 0, wrong = 0;
  for (const auto& row : rows) {
    if (row.probability < rule.thresholds[static_cast<std::size_t>(row.predicted)]) continue;
    ++answered;
    wrong += row.right ? 0 : 1;
  }
  return answered > 0 ? wrong / answered : 0;
}

TEST(KeepErrorWithin, KeepsTheErrorOnNewRowsInNearlyEveryDraw) {
  for (const double budget : {0.05, 0.1, 0.2}) {
    int kept = 0;
    double coverage = 0;
    for (std::uint64_t draw = 0; draw < 200; ++draw) {
      const auto rule = keep_error_within(budget, drawn(1500, Random(2 * draw)), 3);
      kept += error_of(rule, drawn(1500, Random(2 * draw + 1))) <= budget;
      coverage += rule.coverage / 200;
    }
    EXPECT_GE(kept, 190) << budget;
    EXPECT_GT(coverage, 0.1) << budget;
  }
}

TEST(KeepErrorWithin, RaisesTheThresholdOfAnOverconfidentClass) {
  const auto rule = keep_error_within(0.05, drawn(20000, Random(3)), 3);
  EXPECT_GT(rule.thresholds[2], rule.thresholds[0] + 0.02F);
}

TEST(KeepErrorWithin, AnswersNothingIfTooFewRowsAreJudged) {
  const std::vector<JudgedRow> few(20, {0, 0.99F, true});
  const auto rule = keep_error_within(0.01, few, 2);
  EXPECT_EQ(rule.coverage, 0);
  EXPECT_GT(rule.thresholds[0], 1);
  EXPECT_EQ(keep_error_within(0.01, {}, 2).coverage, 0);
  EXPECT_EQ(keep_error_within(0, std::vector<JudgedRow>(5000, {0, 0.99F, true}), 2).coverage, 0);
}

TEST(KeepErrorWithin, AnswersEverythingIfTheBudgetAllowsIt) {
  const auto rule = keep_error_within(0.5, drawn(2000, Random(4)), 3);
  EXPECT_EQ(rule.coverage, 1);
  EXPECT_EQ(error_of(rule, drawn(2000, Random(4))), rule.error);
}

TEST(ThresholdText, HasTwoDecimalsWhereTheySeparateTheRows) {
  EXPECT_EQ(threshold_text(0.75, 0.7), "0.75");
  EXPECT_EQ(threshold_text(0.839, 0.82), "0.83");
  EXPECT_EQ(threshold_text(1, 0.5), "1.00");
}

TEST(ThresholdText, HasAsManyDecimalsAsTheRowsNeed) {
  EXPECT_EQ(threshold_text(0.9999996F, 0.9999981F), "0.999999");
  EXPECT_EQ(threshold_text(0.84375, 0.84374), "0.84375");
}

TEST(ThresholdText, IsNeverAboveTheThresholdNorAtTheNextRow) {
  Random random(3);
  for (int i = 0; i < 2000; ++i) {
    const double doubt = random.uniform() < 0.5 ? random.uniform() : random.uniform() * 1e-6;
    const auto threshold = static_cast<float>(1 - doubt);
    const float next = std::nextafter(threshold, 0.0F);
    const auto given = static_cast<float>(std::stod(threshold_text(threshold, next)));
    EXPECT_LE(given, threshold);
    EXPECT_GT(given, next);
  }
}

TEST(ThresholdText, EndsForProbabilitiesThatFloatsDoNotTellApart) {
  EXPECT_EQ(threshold_text(0.5 + 1e-12, 0.5), "0.50000000000099997");
}

}  // namespace
}  // namespace smartdesk::models

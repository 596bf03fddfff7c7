#include "models/abstention.h"

#include <gtest/gtest.h>

#include <boost/math/special_functions/beta.hpp>
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

// Whether the one-sided 95 % Clopper-Pearson lower bound of the error of the answers is above the share.
bool breaks(const AnswerRule& rule, const std::vector<JudgedRow>& rows, double share) {
  double answered = 0, wrong = 0;
  for (const auto& row : rows) {
    if (row.probability < rule.thresholds[static_cast<std::size_t>(row.predicted)]) continue;
    ++answered;
    wrong += row.right ? 0 : 1;
  }
  return wrong > 0 && boost::math::ibeta_inv(wrong, answered - wrong + 1, 0.05) > share;
}

TEST(KeepErrorWithin, IsBrokenByFewerThanOneInTwentyFreshDraws) {
  for (const double share : {0.05, 0.1, 0.2}) {
    int broken = 0;
    for (std::uint64_t draw = 0; draw < 200; ++draw) {
      const auto rule = keep_error_within({share}, drawn(1500, Random(2 * draw)), 3);
      broken += breaks(rule, drawn(1500, Random(2 * draw + 1)), share);
    }
    EXPECT_LT(broken, 10) << share;
  }
}

TEST(KeepErrorWithin, AnswersAlmostAsManyRowsAsTheTrueErrorAllows) {
  const auto rows = drawn(10000, Random(5));
  const auto rule = keep_error_within({0.1}, rows, 3);
  EXPECT_LE(rule.error, 0.1);
  EXPECT_GT(rule.error, 0.09);
  EXPECT_EQ(error_of(rule, rows), rule.error);
}

TEST(KeepErrorWithin, NeverAnswersFewerRowsForALargerBudget) {
  const auto rows = drawn(1000, Random(6));
  for (const auto scope : {BudgetScope::kAllAnswers, BudgetScope::kEachLabel}) {
    double before = 0;
    for (double share = 0.005; share < 0.5; share += 0.005) {
      const auto rule = keep_error_within({share, scope}, rows, 3);
      EXPECT_GE(rule.coverage, before) << share;
      before = rule.coverage;
    }
    EXPECT_GT(before, 0.9);
  }
}

TEST(KeepErrorWithin, CountsRowsOfEqualProbabilityTogether) {
  std::vector<JudgedRow> rows(100, {0, 0.9F, true});
  rows.insert(rows.end(), 100, {0, 0.9F, false});
  EXPECT_EQ(keep_error_within({0.1}, rows, 2).coverage, 0);
}

TEST(KeepErrorWithin, KeepsTheBudgetForEachLabelByItself) {
  const auto rows = drawn(20000, Random(3));
  const auto together = keep_error_within({0.1}, rows, 3),
             each = keep_error_within({0.1, BudgetScope::kEachLabel}, rows, 3);
  EXPECT_EQ(together.thresholds[0], together.thresholds[2]);
  EXPECT_GT(each.thresholds[2], each.thresholds[0]);
  for (ClassIndex label = 0; label < 3; ++label) {
    std::vector<JudgedRow> own;
    for (const auto& row : rows) {
      if (row.predicted == label) own.push_back(row);
    }
    EXPECT_LE(error_of(each, own), 0.1) << label;
    EXPECT_GT(error_of(each, own), 0.08) << label;
  }
}

TEST(KeepErrorWithin, NeverAnswersALabelThatCannotKeepTheBudget) {
  std::vector<JudgedRow> rows(500, {0, 0.9F, true});
  rows.insert(rows.end(), 20, {1, 0.99F, true});  // too few to tell
  const auto rule = keep_error_within({0.05, BudgetScope::kEachLabel}, rows, 3);
  EXPECT_EQ(rule.thresholds[0], 0.9F);
  EXPECT_GT(rule.thresholds[1], 1);
  EXPECT_GT(rule.thresholds[2], 1) << "never predicted";
}

TEST(KeepErrorWithin, AnswersNothingIfTooFewRowsAreJudged) {
  const auto fewest = fewest_rows_for(0.02);
  EXPECT_EQ(fewest, 183U);
  const std::vector<JudgedRow> enough(fewest, {0, 0.99F, true});
  EXPECT_EQ(keep_error_within({0.02}, enough, 2).coverage, 1);
  const auto rule = keep_error_within({0.02}, std::span(enough).first(fewest - 1), 2);
  EXPECT_EQ(rule.coverage, 0);
  EXPECT_GT(rule.thresholds[0], 1);
  EXPECT_GT(keep_error_within({0.02}, {}, 2).thresholds.at(1), 1);
  EXPECT_EQ(keep_error_within({0}, enough, 2).coverage, 0);
}

TEST(KeepErrorWithin, AnswersEverythingIfTheBudgetAllowsIt) {
  const auto rule = keep_error_within({0.5}, drawn(2000, Random(4)), 3);
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

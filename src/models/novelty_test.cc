#include "models/novelty.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/random.h"

namespace smartdesk::models {
namespace {

std::vector<Evidence> rows(std::uint64_t seed, int count = 10000) {
  Random random(seed);
  std::vector<Evidence> rows;
  for (int i = 0; i < count; ++i) {
    rows.push_back(
        {static_cast<float>(0.7 + 0.3 * random.uniform()), static_cast<float>(0.2 + 0.8 * random.uniform())});
  }
  return rows;
}

TEST(Distribution, GivesTheShareOfRowsWithAtMostAValue) {
  const auto spread = Distribution::of({4, 1, 3, 2});
  EXPECT_NEAR(spread.share_at_most(1), 0.2, 1e-6) << "a row more than there are is counted";
  EXPECT_NEAR(spread.share_at_most(2.5F), 0.5, 1e-6) << "interpolated";
  EXPECT_NEAR(spread.share_at_most(4), 0.8, 1e-6);
  EXPECT_NEAR(spread.share_at_most(1e9F), 0.8, 1e-6);
}

TEST(Distribution, StillRanksValuesBelowTheLowest) {
  const auto spread = Distribution::of({4, 1, 3, 2});
  EXPECT_GT(spread.share_at_most(1), spread.share_at_most(0));
  EXPECT_GT(spread.share_at_most(0), spread.share_at_most(-100));
  EXPECT_GT(spread.share_at_most(-100), 0);
  EXPECT_NEAR(spread.share_at_most(0.9999F), 0.2, 1e-3) << "no step at the lowest value";
}

TEST(Distribution, CountsEqualRowsOnceEach) {
  const auto spread = Distribution::of({1, 1, 1});
  EXPECT_NEAR(spread.share_at_most(1), 0.75, 1e-6);
  EXPECT_LT(spread.share_at_most(0.99F), 0.25) << "no row is below";
}

TEST(Distribution, KeepsFewPointsOfManyRows) {
  Random random(1);
  std::vector<float> values;
  for (int i = 0; i < 50000; ++i) values.push_back(static_cast<float>(random.uniform()));
  const auto spread = Distribution::of(values);
  EXPECT_LT(spread.points().values.size(), 150U);
  for (const float value : {0.0005F, 0.01F, 0.05F, 0.5F, 0.99F})
    EXPECT_NEAR(spread.share_at_most(value), value, 0.1 * value + 3e-4);
  EXPECT_TRUE(Distribution::are_valid(spread.points()));
}

TEST(Distribution, RefusesPointsThatAreNotAscending) {
  EXPECT_TRUE(Distribution::are_valid({}));
  EXPECT_FALSE(Distribution::are_valid({{1, 1}, {0.1F, 0.2F}}));
  EXPECT_FALSE(Distribution::are_valid({{1, 2}, {0.2F, 0.1F}}));
  EXPECT_FALSE(Distribution::are_valid({{1}, {1}}));
  EXPECT_FALSE(Distribution::are_valid({{1}, {}}));
  EXPECT_FALSE(Distribution::are_valid({{NAN}, {0.5F}}));
}

TEST(Novelty, ScoresAShareROfTheRowsAboveOneMinusR) {
  const auto novelty = Novelty::fit(rows(1));
  for (const double rate : {0.01, 0.05, 0.2}) {
    int above = 0;
    for (const auto& row : rows(2)) above += novelty.unknown_score(row) > 1 - rate;
    EXPECT_NEAR(above, 10000 * rate, 40 + 1000 * rate) << rate;
  }
}

TEST(Novelty, ScoresATextHigherIfItIsUnfamiliarInEitherWay) {
  const auto novelty = Novelty::fit(rows(1));
  const float usual = novelty.unknown_score({0.85F, 0.6F});
  EXPECT_LT(usual, 0.95F);
  EXPECT_GT(novelty.unknown_score({0.2F, 0.6F}), 0.95F) << "foreign words";
  EXPECT_GT(novelty.unknown_score({0.2F, 1}), 0.95F) << "foreign words, whatever the probability";
  EXPECT_GT(novelty.unknown_score({0.85F, 0.2F}), 0.95F) << "no label fits";
  EXPECT_GT(novelty.unknown_score({0.85F, 0.5F}), usual) << "a less probable label";
}

TEST(Novelty, RanksTextsThatAreLessFamiliarThanAllRows) {
  const auto novelty = Novelty::fit(rows(1));
  const float strange = novelty.unknown_score({0.1F, 0.1F}), stranger = novelty.unknown_score({0.02F, 0.05F});
  EXPECT_GT(strange, 0.9999F);
  EXPECT_GT(stranger, strange);
  EXPECT_LT(stranger, 1);
}

TEST(Novelty, ScoresOneForATextWithoutAKnownWordOnly) {
  EXPECT_EQ(Novelty::fit(rows(1)).unknown_score({0, 1}), 1);
  EXPECT_EQ(Novelty().unknown_score({0, 1}), 1) << "without rows";
  EXPECT_EQ(Novelty().unknown_score({0.01F, 0}), 0);
  EXPECT_LT(Novelty::fit(rows(1, 1)).unknown_score({1e-6F, 0}), 1);
}

}  // namespace
}  // namespace smartdesk::models

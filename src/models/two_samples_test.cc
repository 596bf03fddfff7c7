#include "models/two_samples.h"

#include <gmock/gmock.h>

#include "core/random.h"

namespace smartdesk::models {
namespace {

TEST(SharePValue, IsFishersExactTest) {
  // scipy.stats.fisher_exact
  EXPECT_NEAR(share_p_value({41, 200}, {20, 200}), 0.005097527289, 1e-11);
  EXPECT_NEAR(share_p_value({3, 3}, {0, 3}), 0.1, 1e-11);
  EXPECT_NEAR(share_p_value({0, 10}, {5, 10}), 0.03250773994, 1e-11);
  EXPECT_NEAR(share_p_value({12, 1000}, {45, 2000}), 0.04768563337, 1e-10);
  EXPECT_NEAR(share_p_value({900, 1000}, {1700, 2000}), 0.00013040316, 1e-10);
}

TEST(SharePValue, IsOneWithoutRowsOrDifference) {
  EXPECT_EQ(share_p_value({0, 0}, {5, 10}), 1);
  EXPECT_EQ(share_p_value({5, 10}, {0, 0}), 1);
  EXPECT_EQ(share_p_value({0, 10}, {0, 20}), 1);
  EXPECT_EQ(share_p_value({10, 10}, {20, 20}), 1);
  EXPECT_NEAR(share_p_value({50, 100}, {100, 200}), 1, 1e-9);
}

TEST(SharePValue, DoesNotOverflowWithMillionsOfRows) {
  EXPECT_LT(share_p_value({0, 1'000'000}, {1'000'000, 1'000'000}), 1e-200);
  EXPECT_NEAR(share_p_value({500'000, 1'000'000}, {500'000, 1'000'000}), 1, 1e-9);
}

TEST(RankTest, IsMannWhitneysTestWithTies) {
  const std::vector<double> a{1, 2, 2, 3, 5, 8, 8, 9}, b{2, 4, 6, 8, 9, 10, 12};
  const auto test = rank_test(a, b);
  EXPECT_NEAR(test.superiority, 0.7232142857, 1e-9);
  EXPECT_NEAR(test.p_value, 0.1615055547, 1e-9);  // scipy.stats.mannwhitneyu, method "asymptotic"
  EXPECT_NEAR(test.p_higher, 0.0807527774, 1e-9);
  EXPECT_GT(rank_test(b, a).p_higher, 0.9);
}

TEST(RankTest, SaysNothingAboutEqualNumbers) {
  const std::vector<double> same{4, 4, 4};
  EXPECT_EQ(rank_test(same, same).p_value, 1);
  EXPECT_EQ(rank_test(same, same).superiority, 0.5);
  EXPECT_EQ(rank_test({}, same).p_value, 1);
}

TEST(MeanPValue, IsWelchsTest) {
  const std::vector<double> a{1, 2, 2, 3, 5, 8, 8, 9}, b{2, 4, 6, 8, 9, 10, 12};
  EXPECT_NEAR(mean_p_value(a, b), 0.1698649983, 1e-9);  // scipy.stats.ttest_ind, equal_var=False
  EXPECT_EQ(mean_p_value(a, std::vector<double>{3}), 1);
  EXPECT_EQ(mean_p_value(std::vector<double>{3, 3}, std::vector<double>{3, 3}), 1);
}

TEST(Holm, AdjustsForTheNumberOfTests) {
  const std::vector<double> p_values{.01, .04, .03, .005};
  const auto adjusted = holm(p_values);  // statsmodels multipletests, method "holm"
  const std::vector<double> expected{.03, .06, .06, .02};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-12) << i;
  EXPECT_EQ(holm(std::vector<double>{.9, .8}), (std::vector<double>{1, 1}));
  EXPECT_TRUE(holm({}).empty());
}

TEST(Holm, KeepsFalseAlarmsOverAllTestsWithinTheLevel) {
  Random random(3);
  constexpr int kTrials = 2000;
  int alarms = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> p_values(20);
    for (auto& p : p_values) p = random.uniform();
    const auto adjusted = holm(p_values);
    alarms += *std::min_element(adjusted.begin(), adjusted.end()) <= 0.05 ? 1 : 0;
  }
  EXPECT_LE(alarms, kTrials * 0.065);  // 5 % and three standard deviations
  EXPECT_GE(alarms, kTrials * 0.035);
}

}  // namespace
}  // namespace smartdesk::models

#include "models/comparison.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace smartdesk::models {
namespace {

class ComparisonOfTwo : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 300; ++i) {
      truth_.push_back(i % 3);
      first_.push_back(i % 5 == 0 ? (i + 1) % 3 : i % 3);   // right on 240 rows
      second_.push_back(i % 4 == 0 ? (i + 2) % 3 : i % 3);  // right on 225
    }
  }
  std::vector<ClassIndex> truth_, first_, second_;
};

// By f1_score of scikit-learn, binomtest of scipy and 10,000 resamples with numpy. The ends of ours, of 1,000
// resamples, vary by 0.003.
TEST_F(ComparisonOfTwo, IsThatOfScikitLearnAndScipy) {
  const auto result = compare(first_, second_, truth_, 3);
  EXPECT_EQ(result.rows, 300);
  EXPECT_NEAR(result.macro_f1_difference, 0.05, 1e-12);
  EXPECT_NEAR(result.accuracy_difference, 0.05, 1e-12);
  EXPECT_EQ(result.only_first, 60);
  EXPECT_EQ(result.only_second, 45);
  EXPECT_NEAR(result.p_value, 0.1715646971542424, 1e-9);
  EXPECT_NEAR(result.macro_f1_interval.low, -0.0161, 0.009);
  EXPECT_NEAR(result.macro_f1_interval.high, 0.1168, 0.009);
}

TEST_F(ComparisonOfTwo, ResamplesBothOnTheSameRows) {
  auto nearly = first_;
  nearly[1] = (truth_[1] + 1) % 3;
  const auto result = compare(first_, nearly, truth_, 3);
  EXPECT_EQ(result.macro_f1_interval.low, 0) << "one row: a third of the resamples leave it out";
  EXPECT_LT(result.macro_f1_interval.high, 0.02);
}

TEST_F(ComparisonOfTwo, FindsNoDifferenceBetweenEqualPredictions) {
  const auto result = compare(first_, first_, truth_, 3);
  EXPECT_EQ(result.macro_f1_difference, 0);
  EXPECT_EQ(result.macro_f1_interval.low, 0);
  EXPECT_EQ(result.macro_f1_interval.high, 0);
  EXPECT_EQ(result.p_value, 1);
}

TEST_F(ComparisonOfTwo, CountsForEachTheLabelsThatItPredictsOrThatAreTrue) {
  const std::vector<ClassIndex> truth{0, 0, 1, 1}, first{0, 0, 1, 1}, second{0, 0, 1, 2};
  EXPECT_NEAR(compare(first, second, truth, 3).macro_f1_difference, 1 - (1 + 2.0 / 3 + 0) / 3, 1e-12);
}

TEST_F(ComparisonOfTwo, RefusesLengthsThatDisagree) {
  EXPECT_THROW(compare({}, {}, {}, 3), Error);
  EXPECT_THROW(compare(first_, std::vector<ClassIndex>{0}, truth_, 3), Error);
}

}  // namespace
}  // namespace smartdesk::models

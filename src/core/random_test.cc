#include "core/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace smartdesk {

TEST(Random, RepeatsItselfForTheSameSeedOnly) {
  Random first(42), again(42), other(43);
  const auto a = first.next();
  EXPECT_EQ(a, again.next());
  EXPECT_NE(a, other.next());
}

TEST(Random, DrawsBelowItsBoundEvenly) {
  Random random(1);
  std::vector<int> counts(7, 0);
  for (int i = 0; i < 70000; ++i) ++counts[random.below(7)];
  EXPECT_GT(*std::min_element(counts.begin(), counts.end()), 9500);
  EXPECT_LT(*std::max_element(counts.begin(), counts.end()), 10500);
}

TEST(Random, DrawsUniformNumbersBelowOne) {
  Random random(2);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
  }
  EXPECT_NEAR(sum / 10000, 0.5, 0.02);
}

TEST(Random, ForksIndependentStreamsWithoutAdvancing) {
  Random random(3), twin(3);
  Random left = random.fork(0), right = random.fork(1);
  EXPECT_NE(left.next(), right.next());
  EXPECT_EQ(random.next(), twin.next());
}

TEST(Random, NeverDrawsAWeightOfZero) {
  Random random(4);
  const std::vector<double> weights{0, 3, 0, 1, 0};
  int ones = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto drawn = random.weighted(weights);
    ASSERT_TRUE(drawn == 1 || drawn == 3);
    ones += drawn == 1;
  }
  EXPECT_NEAR(ones, 3000, 150);
}

TEST(Random, ShufflesWithoutLosingAnything) {
  std::vector<int> items(100);
  std::iota(items.begin(), items.end(), 0);
  auto shuffled = items;
  Random(5).shuffle(std::span(shuffled));
  EXPECT_NE(shuffled, items);
  std::sort(shuffled.begin(), shuffled.end());
  EXPECT_EQ(shuffled, items);
}

}  // namespace smartdesk

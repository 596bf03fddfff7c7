#include "desk/significance.h"

#include <gtest/gtest.h>

namespace smartdesk {
namespace {

Metrics right_in(int correct, int rows) {
  Metrics metrics;
  metrics.rows = rows;
  metrics.accuracy = static_cast<double>(correct) / rows;
  return metrics;
}

}  // namespace

TEST(NoBetterThanGuessing, DrawsTheLineWhereTheBinomialTailCrossesFivePercent) {
  // 100 fair coins: P(X >= 58) = 0.067, P(X >= 59) = 0.044.
  EXPECT_TRUE(no_better_than_guessing(right_in(58, 100), 0.5));
  EXPECT_FALSE(no_better_than_guessing(right_in(59, 100), 0.5));
}

TEST(NoBetterThanGuessing, HoldsForAHitRateOfNothingAndForACertainGuess) {
  EXPECT_TRUE(no_better_than_guessing(right_in(0, 10), 0.1));
  EXPECT_TRUE(no_better_than_guessing(right_in(10, 10), 1.0));
}

}  // namespace smartdesk

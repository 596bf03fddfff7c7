#include "text/diversity.h"

#include <gtest/gtest.h>

#include <string>

namespace smartdesk::text {
namespace {

TEST(Diversity, IsOneIfNothingRepeats) {
  Diversity diversity;
  diversity.add("one two three");
  diversity.add("four five six");
  EXPECT_DOUBLE_EQ(diversity.distinct_words(), 1);
  EXPECT_DOUBLE_EQ(diversity.distinct_pairs(), 1);
}

TEST(Diversity, FallsWithEachRepetition) {
  Diversity diversity;
  for (int i = 0; i < 4; ++i) diversity.add("the same ticket");
  EXPECT_DOUBLE_EQ(diversity.distinct_words(), 3.0 / 12);
  EXPECT_DOUBLE_EQ(diversity.distinct_pairs(), 2.0 / 8);
}

TEST(Diversity, CompressesRepeatedTextMore) {
  Diversity varied, monotonous;
  for (int i = 0; i < 200; ++i) {
    varied.add("order " + std::to_string(i * 7919 % 10007) + " " +
               std::string(1 + i % 13, static_cast<char>('a' + i % 26)));
    monotonous.add("my card was declined again when I tried to pay for the yearly plan");
  }
  EXPECT_GT(monotonous.compression_ratio(), 2 * varied.compression_ratio());
}

TEST(Diversity, IsZeroWithoutText) {
  Diversity diversity;
  EXPECT_EQ(diversity.distinct_words(), 0);
  EXPECT_EQ(diversity.distinct_pairs(), 0);
  EXPECT_EQ(diversity.compression_ratio(), 0);
}

}  // namespace
}  // namespace smartdesk::text

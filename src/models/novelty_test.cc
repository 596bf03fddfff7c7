#include "models/novelty.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/random.h"

namespace smartdesk::models {
namespace {

Novelty fitted() {
  Random random(1);
  std::vector<float> known, scores;
  for (int i = 0; i < 10000; ++i) {
    known.push_back(static_cast<float>(0.7 + 0.3 * random.uniform()));
    scores.push_back(static_cast<float>(random.uniform()));
  }
  return Novelty::fit(known, scores);
}

TEST(Novelty, FlagsOneInAHundredTrainingRows) {
  const auto novelty = fitted();
  Random random(2);
  int flagged = 0;
  for (int i = 0; i < 10000; ++i) {
    flagged +=
        novelty.is_unknown(static_cast<float>(0.7 + 0.3 * random.uniform()), static_cast<float>(random.uniform()));
  }
  EXPECT_NEAR(flagged, 100, 40);
}

TEST(Novelty, FlagsATextThatIsUnfamiliarInEitherWay) {
  const auto novelty = fitted();
  EXPECT_FALSE(novelty.is_unknown(0.9F, 0.5F));
  EXPECT_TRUE(novelty.is_unknown(0.2F, 0.5F)) << "foreign words";
  EXPECT_TRUE(novelty.is_unknown(0.9F, -2)) << "no label fits";
  EXPECT_LT(novelty.familiarity(0.2F, 0.5F), novelty.familiarity(0.9F, 0.5F));
}

TEST(Novelty, FlagsATextWithoutAKnownWordEvenIfUnfitted) {
  EXPECT_TRUE(Novelty().is_unknown(0, 100));
  EXPECT_FALSE(Novelty().is_unknown(0.01F, -100));
  EXPECT_EQ(Novelty::fit({}, {}).parameters(), Novelty().parameters());
}

}  // namespace
}  // namespace smartdesk::models

#include "core/label_set.h"

#include <gtest/gtest.h>

namespace smartdesk {

TEST(LabelSet, NumbersLabelsInSortedOrderWithoutRepeats) {
  const LabelSet labels({"Neutral", "Negative", "Neutral", "Positive"});
  EXPECT_EQ(labels.names(), (std::vector<std::string>{"Negative", "Neutral", "Positive"}));
  EXPECT_EQ(labels.find("Neutral"), 1);
}

TEST(LabelSet, FindsNothingForALabelItDoesNotHold) {
  const LabelSet labels({"High", "Low"});
  EXPECT_EQ(labels.find("Medium"), std::nullopt);
  EXPECT_EQ(labels.find("high"), std::nullopt);
  EXPECT_EQ(LabelSet().find(""), std::nullopt);
}

}  // namespace smartdesk

#include "charts/field_order.h"

#include <gtest/gtest.h>

namespace smartdesk::charts {
namespace {

std::vector<std::string> names(const std::vector<Bar>& bars) {
  std::vector<std::string> result;
  for (const auto& bar : bars) result.push_back(bar.name);
  return result;
}

TEST(FieldOrder, SortsUrgencyFromHighToLow) {
  std::vector<Bar> bars{{"Low", 9}, {"unclear", 50}, {"HIGH", 1}, {"Medium", 5}};
  put_in_order("urgency", bars);
  EXPECT_EQ(names(bars), (std::vector<std::string>{"HIGH", "Medium", "Low", "unclear"}));
}

TEST(FieldOrder, SortsOtherFieldsFromCommonToRare) {
  std::vector<Bar> bars{{"Low", 9}, {"High", 12}};
  put_in_order("category", bars);
  EXPECT_EQ(names(bars), (std::vector<std::string>{"High", "Low"}));
}

TEST(FieldOrder, GivesALabelItsColourOnlyInItsOwnField) {
  EXPECT_EQ(field_role("sentiment", "negative"), Role::kNegative);
  EXPECT_EQ(field_role("category", "negative"), std::nullopt);
}

TEST(FieldOrder, GivesOtherLabelsDifferentColours) {
  const auto roles = label_roles("sentiment", {"Negative", "Error", "Positive", "Unknown"});
  EXPECT_EQ(roles[0], Role::kNegative);
  EXPECT_EQ(roles[2], Role::kPositive);
  for (const auto theme : {Theme::kLight, Theme::kDark}) {
    for (const auto known : {roles[0], roles[2]}) {
      EXPECT_NE(colour(roles[1], theme), colour(known, theme));
      EXPECT_NE(colour(roles[3], theme), colour(known, theme));
    }
  }
  EXPECT_EQ(label_roles("category", {"a", "b"}), (std::vector<Role>{Role::kSeries1, Role::kSeries2}));
}

TEST(FieldOrder, SumsUpTheRarestLabels) {
  const auto bars = with_others({{"a", 1}, {"b", 5}, {"c", 2}, {"d", 4}}, 3);
  EXPECT_EQ(names(bars), (std::vector<std::string>{"b", "d", "2 others"}));
  EXPECT_EQ(bars.back().tickets, 3);
}

}  // namespace
}  // namespace smartdesk::charts

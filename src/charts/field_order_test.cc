#include "charts/field_order.h"

#include <gtest/gtest.h>

namespace smartdesk::charts {
namespace {

const TaskDefinition& usual(std::string_view name) { return *find_task(default_taxonomy(), name); }

std::vector<std::string> names(const std::vector<Bar>& bars) {
  std::vector<std::string> result;
  for (const auto& bar : bars) result.push_back(bar.name);
  return result;
}

TEST(FieldOrder, SortsUrgencyFromHighToLow) {
  std::vector<Bar> bars{{"Low", 9}, {"unclear", 50}, {"HIGH", 1}, {"Medium", 5}};
  put_in_order(usual("urgency"), bars);
  EXPECT_EQ(names(bars), (std::vector<std::string>{"HIGH", "Medium", "Low", "unclear"}));
}

TEST(FieldOrder, SortsOtherFieldsFromCommonToRare) {
  std::vector<Bar> bars{{"Low", 9}, {"High", 12}};
  put_in_order(usual("category"), bars);
  EXPECT_EQ(names(bars), (std::vector<std::string>{"High", "Low"}));
}

TEST(FieldOrder, GivesALabelItsColourOnlyInItsOwnField) {
  EXPECT_EQ(label_role(usual("sentiment"), "negative"), Role::kNegative);
  EXPECT_EQ(label_role(usual("category"), "negative"), std::nullopt);
}

TEST(FieldOrder, GivesOtherLabelsDifferentColours) {
  const auto roles = label_roles(usual("sentiment"), {"Negative", "Error", "Positive", "Unknown"});
  EXPECT_EQ(roles[0], Role::kNegative);
  EXPECT_EQ(roles[2], Role::kPositive);
  for (const auto theme : {Theme::kLight, Theme::kDark}) {
    for (const auto known : {roles[0], roles[2]}) {
      EXPECT_NE(colour(roles[1], theme), colour(known, theme));
      EXPECT_NE(colour(roles[3], theme), colour(known, theme));
    }
  }
  EXPECT_EQ(label_roles(usual("category"), {"a", "b"}), (std::vector<Role>{Role::kSeries1, Role::kSeries2}));
}

TEST(FieldOrder, ColoursDegreesByTheirPlace) {
  const auto& urgency = usual("urgency");
  EXPECT_EQ(label_roles(urgency, {"Low", "Medium", "High", "Critical"}),
            (std::vector<Role>{Role::kLow, Role::kMedium, Role::kHigh, Role::kCritical}));
  EXPECT_EQ(label_role(urgency, "normal"), Role::kMedium);
  EXPECT_EQ(label_role(urgency, "urgent"), Role::kCritical);
}

TEST(FieldOrder, FollowsATeamsOwnTask) {
  const TaskDefinition risk{"risk", "", {{"none", "", {}, Tone::kGood}, {"some"}, {"grave", "", {}, Tone::kBad}}, true};
  EXPECT_EQ(label_role(risk, "grave"), Role::kHigh);
  EXPECT_EQ(label_role(risk, "none"), Role::kPositive);
  std::vector<std::string> labels{"none", "grave", "some"};
  put_in_order(risk, labels);
  EXPECT_EQ(labels, (std::vector<std::string>{"grave", "some", "none"}));
  const TaskDefinition mood{"mood", "", {{"furious", "", {}, Tone::kBad}, {"sad", "", {}, Tone::kBad}}};
  const auto roles = label_roles(mood, {"furious", "sad"});
  EXPECT_EQ(roles[0], Role::kNegative);
  EXPECT_NE(roles[1], Role::kNegative) << "two labels never share a colour";
}

TEST(FieldOrder, SumsUpTheRarestLabels) {
  const auto bars = with_others({{"a", 1}, {"b", 5}, {"c", 2}, {"d", 4}}, 3);
  EXPECT_EQ(names(bars), (std::vector<std::string>{"b", "d", "2 others"}));
  EXPECT_EQ(bars.back().tickets, 3);
}

}  // namespace
}  // namespace smartdesk::charts

#include "charts/theme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace smartdesk::charts {
namespace {

using ::testing::HasSubstr;

TEST(Theme, FillsInColoursAndKeepsTexts) {
  Chart chart;
  chart.option = {{"color", "role:ink"}, {"data", {{{"name", "role:ink"}, {"itemStyle", {{"color", "role:high"}}}}}}};
  const auto option = themed_option(chart, Theme::kDark);
  EXPECT_EQ(option.at("color").as_string(), colour(Role::kInk, Theme::kDark));
  const auto& datum = option.at("data").at(0);
  EXPECT_EQ(datum.at("name").as_string(), "role:ink");
  EXPECT_EQ(datum.at("itemStyle").at("color").as_string(), colour(Role::kHigh, Theme::kDark));
}

TEST(Theme, TurnsEveryPageColourIntoAVariableOfThePage) {
  const auto css = page_variables();
  for (int role = 0; role <= static_cast<int>(Role::kOnDeep); ++role) {
    const auto svg = with_page_variables("<rect fill=\"" + colour(static_cast<Role>(role), Theme::kPage) + "\"/>");
    ASSERT_THAT(svg, HasSubstr("var(--c-"));
    const auto name = svg.substr(16, svg.find(')') - 16);
    EXPECT_THAT(css, HasSubstr(name + ":#"));
  }
}

TEST(Theme, GivesSentimentAndUrgencyTheirOwnColours) {
  for (const auto theme : {Theme::kLight, Theme::kDark}) {
    EXPECT_NE(colour(Role::kNegative, theme), colour(Role::kPositive, theme));
    EXPECT_NE(colour(Role::kHigh, theme), colour(Role::kMedium, theme));
    EXPECT_NE(colour(Role::kMedium, theme), colour(Role::kLow, theme));
  }
}

}  // namespace
}  // namespace smartdesk::charts

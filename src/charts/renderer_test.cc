#include "charts/renderer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "charts/distribution_chart.h"
#include "core/error.h"

namespace smartdesk::charts {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Chart small_chart() { return distribution_chart({"c", "Most are <A>", "", {"product"}, {{"A & B", 3}, {"C", 1}}}); }

TEST(Renderer, DrawsAWholeDocumentWithTitleAndAltText) {
  Renderer renderer;
  const auto svg = renderer.svg(small_chart(), Theme::kLight);
  EXPECT_EQ(svg.substr(0, 4), "<svg");
  EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-label=\"A &amp; B 3 (75"));
  EXPECT_THAT(svg, HasSubstr("<title>Most are &lt;A&gt;</title>"));
  EXPECT_TRUE(svg.ends_with("</svg>"));
}

TEST(Renderer, DrawsTheSameTwice) {
  Renderer first, second;
  EXPECT_EQ(first.svg(small_chart(), Theme::kDark), second.svg(small_chart(), Theme::kDark));
}

TEST(Renderer, UsesThePagesColoursInPagePictures) {
  Renderer renderer;
  const auto svg = renderer.svg(small_chart(), Theme::kPage);
  EXPECT_THAT(svg, HasSubstr("fill=\"var(--c-ink)\""));
  EXPECT_THAT(svg, Not(HasSubstr("#fe01")));
}

TEST(Renderer, ThrowsForAnInvalidOptionAndDrawsTheNextChart) {
  Renderer renderer;
  Chart broken{"broken", "t", "", 100, 100, {{"series", {{{"type", "bar"}, {"xAxisIndex", 7}}}}}};
  try {
    renderer.svg(broken, Theme::kLight);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kFailed);
    EXPECT_THAT(error.what(), HasSubstr("\"broken\" could not be drawn: "));
  }
  EXPECT_THAT(renderer.svg(small_chart(), Theme::kLight), HasSubstr("A &amp; B"));
}

}  // namespace
}  // namespace smartdesk::charts

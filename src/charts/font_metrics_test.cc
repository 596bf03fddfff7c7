#include "charts/font_metrics.h"

#include <gtest/gtest.h>

namespace smartdesk::charts {
namespace {

TEST(FontMetrics, GivesLargerAndBoldTextMoreWidth) {
  EXPECT_NEAR(text_width("Tickets", 24), 2 * text_width("Tickets", 12), 1e-9);
  EXPECT_GT(text_width("Tickets", 12, Weight::kBold), text_width("Tickets", 12));
  EXPECT_GT(text_width("W", 12), text_width("i", 12));
}

TEST(FontMetrics, GivesSquareScriptsAndEmojiASquare) {
  EXPECT_DOUBLE_EQ(text_width("日", 12), 12);
  EXPECT_DOUBLE_EQ(text_width("😀", 12), 12);
}

TEST(FontMetrics, MakesPlainTextOnePrintableLine) {
  EXPECT_EQ(plain_text("a\r\n b\tc"), "a b c");
  EXPECT_EQ(plain_text("x\u202Egnp.exe"), "x gnp.exe");
  EXPECT_EQ(plain_text(std::string_view("a\0b", 3)), "a b");
  EXPECT_EQ(plain_text("31\u00a0%"), "31\u00a0%");
  EXPECT_EQ(plain_text("bad \xff"), "bad \uFFFD");
  EXPECT_EQ(plain_text(" \n"), "(none)");
}

TEST(FontMetrics, FitsTextWithAnEllipsis) {
  const std::string text = "A label longer than its place";
  const auto cut = fit_text(text, 80, 12);
  EXPECT_LE(text_width(cut, 12), 80);
  EXPECT_TRUE(cut.ends_with("…"));
  EXPECT_EQ(fit_text(text, 1000, 12), text);
}

TEST(FontMetrics, WrapsAllWordsUnlessThereAreTooManyLines) {
  const std::string text = "one two three four five six seven";
  std::string joined;
  for (const auto& line : wrap_text(text, 60, 12, 20)) {
    EXPECT_LE(text_width(line, 12), 60);
    joined += (joined.empty() ? "" : " ") + line;
  }
  EXPECT_EQ(joined, text);
  const auto two = wrap_text(text, 60, 12, 2);
  ASSERT_EQ(two.size(), 2u);
  EXPECT_TRUE(two[1].ends_with("…"));
}

}  // namespace
}  // namespace smartdesk::charts

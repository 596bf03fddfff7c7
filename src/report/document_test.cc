// Documents as HTML and as Markdown.

#include "report/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

namespace smartdesk::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kHostile = "<script>alert(1)</script> \"|` [x](javascript:1)";

Document hostile_document() {
  TextTable table{{{kHostile}, {"n", true}}, {{kHostile, "1"}, {"b", "2"}}, {1}};
  return {kHostile,
          kHostile,
          {Heading{kHostile}, Paragraph{kHostile}, Caution{kHostile}, Bullets{{kHostile}}, table,
           Figures{{{kHostile, kHostile}}}, Drawing{"a_chart", kHostile, "<svg></svg>"},
           Links{{{kHostile, "urgency.html"}}}, Verbatim{kHostile + "\n" + kHostile}}};
}

TEST(Document, HtmlEscapesAllTexts) {
  const auto html = as_html(hostile_document());
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("href=\"javascript:")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

TEST(Document, HtmlNeedsNeitherScriptNorNetwork) {
  const auto html = as_html(hostile_document());
  EXPECT_THAT(html, HasSubstr("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\""));
  const std::regex outside("(src|href)=\"(https?:)?//|@import|url\\(");
  EXPECT_FALSE(std::regex_search(html, outside));
  EXPECT_THAT(html, HasSubstr("prefers-color-scheme:dark"));
  EXPECT_THAT(html, HasSubstr("width=device-width"));
}

TEST(Document, HtmlHighlightsTheEmphasisedRow) {
  EXPECT_THAT(as_html(hostile_document()), HasSubstr("<tr class=\"best\"><td>b</td><td class=\"number\">2</td>"));
}

TEST(Document, MarkdownTablesKeepTheirColumns) {
  const auto markdown = as_markdown({"t", "", {TextTable{{{"a|b"}, {"n", true}}, {{"x|y\nz", "1"}}, {0}}}});
  EXPECT_THAT(markdown, HasSubstr("| a\\|b | n |\n|---|---:|\n| **x\\|y z** | **1** |\n"));
}

TEST(Document, MarkdownEscapesAllTexts) {
  const auto markdown = as_markdown(hostile_document());
  std::istringstream lines(markdown);
  for (std::string line; std::getline(lines, line);) {
    const bool is_code = line.starts_with("    ");
    EXPECT_TRUE(is_code || line.find("<script") == std::string::npos) << line;
  }
  EXPECT_THAT(markdown, HasSubstr("](a_chart.png)"));
}

}  // namespace
}  // namespace smartdesk::report

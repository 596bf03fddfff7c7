#include "report/markup.h"

#include <gtest/gtest.h>

namespace smartdesk::report {
namespace {

TEST(Markup, HtmlIsEscaped) {
  EXPECT_EQ(html_escaped("<a href=\"x\" b='y'>&amp;"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
  EXPECT_EQ(html_escaped(std::string_view("a\0b", 3)), "ab");
}

TEST(Markup, MarkdownIsOneLineWithoutMarkup) {
  EXPECT_EQ(markdown_escaped("a|b\n`c` [d](e) <f> *g* _h_"), "a\\|b \\`c\\` \\[d\\](e) &lt;f&gt; \\*g\\* \\_h\\_");
  EXPECT_EQ(markdown_escaped(""), "");
}

TEST(Markup, MarkdownDoesNotBeginAListOrHeading) {
  EXPECT_EQ(markdown_escaped("- x"), "\\- x");
  EXPECT_EQ(markdown_escaped("# x"), "\\# x");
  EXPECT_EQ(markdown_escaped("12. x"), "12\\. x");
  EXPECT_EQ(markdown_escaped("0.850 (0.79)"), "0.850 (0.79)");
}

TEST(Markup, SpreadsheetFormulasAreEscaped) {
  for (const auto* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"}) {
    EXPECT_EQ(spreadsheet_safe(formula), std::string("'") + formula);
  }
  EXPECT_EQ(spreadsheet_safe("plain = text"), "plain = text");
  EXPECT_EQ(spreadsheet_safe(""), "");
}

TEST(Markup, AnExcerptCountsCharactersNotBytes) {
  EXPECT_EQ(excerpt("äöü ß", 5), "äöü ß");
  EXPECT_EQ(excerpt("äöüß", 3), "äöü…");
  EXPECT_EQ(excerpt("two\nlines", 20), "two lines");
}

TEST(Markup, FileNamesContainNoPath) {
  EXPECT_EQ(file_name("../etc/pass wd"), "___etc_pass_wd");
  EXPECT_EQ(file_name("urgency-2_x"), "urgency-2_x");
  EXPECT_EQ(file_name(""), "_");
}

}  // namespace
}  // namespace smartdesk::report

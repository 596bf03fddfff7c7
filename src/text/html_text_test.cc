#include "text/html_text.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

TEST(HtmlText, KeepsTheVisibleTextOnly) {
  EXPECT_EQ(html_to_text("<html><head><title>x</title><style>p{}</style></head><body><p>Hello  <b>Ann</b>,</p>"
                         "<p>it is<br>broken &amp; late.</p><script>alert(1)</script><!-- note --></body></html>"),
            "Hello Ann,\nit is\nbroken & late.");
}

TEST(HtmlText, ShowsListsTablesAndQuotes) {
  EXPECT_EQ(html_to_text("<ul><li>one</li><li>two</li></ul>"), "- one\n- two");
  EXPECT_EQ(html_to_text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), "a b\nc");
  EXPECT_EQ(html_to_text("new<blockquote>old<blockquote>older</blockquote></blockquote>end"),
            "new\n> old\n> > older\nend");
}

TEST(HtmlText, AcceptsAnyBytes) {
  EXPECT_EQ(html_to_text(""), "");
  EXPECT_EQ(html_to_text("no tags at all"), "no tags at all");
  EXPECT_EQ(html_to_text("<p>never closed"), "never closed");
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<div>";
  EXPECT_EQ(html_to_text(deep + "x"), "x");
}

}  // namespace
}  // namespace smartdesk::text

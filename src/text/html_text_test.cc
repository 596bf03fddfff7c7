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

TEST(HtmlText, EndsALineBehindEveryBlock) {
  EXPECT_EQ(html_to_text("<h5>Parcel</h5><h6>17</h6>rest"), "Parcel\n17\nrest");
  EXPECT_EQ(html_to_text("<dl><dt>Colour</dt><dd>Green</dd><dt>Size</dt><dd>Big</dd></dl>"),
            "Colour\nGreen\nSize\nBig");
  EXPECT_EQ(html_to_text("<header>Top</header><main>Middle</main><footer>Bottom</footer>"), "Top\nMiddle\nBottom");
  EXPECT_EQ(html_to_text("<center>One</center><address>Two</address><aside>Three</aside>"), "One\nTwo\nThree");
  EXPECT_EQ(html_to_text("<select><option>Left</option><option>Right</option></select>"), "Left\nRight");
  EXPECT_EQ(html_to_text("<table><caption>Bill</caption><tr><td>a</td></tr></table>"), "Bill\na");
}

TEST(HtmlText, IsToldFromTextWithSigns) {
  for (const char* html :
       {"<p>Hello</p>", "Please <b>call</b> me", "<!DOCTYPE html>x", " <html lang=en>", "one<br>two<br/>three",
        "<DIV class=\"x\">Hi</DIV>", "<p>one<p>two</p>", "<span\nstyle='a'>x</span>"}) {
    EXPECT_TRUE(is_html(html)) << html;
  }
  for (const char* text : {"", "a < b and c > d", "Ann <ann@example.com> wrote", "<username> is not found",
                           "it is <5 or >6", "press <Enter>, then <p", "the page says <br> at the end",
                           "my <script>x()</script> fails", "</p>", "<p", "a <b c", "<brand>x</brand>", "1 <i 2"}) {
    EXPECT_FALSE(is_html(text)) << text;
  }
}

TEST(HtmlText, ReplacesHtmlOnly) {
  EXPECT_EQ(text_if_html("<p>The door&nbsp;sticks.</p><p>Help</p>"), "The door\u00A0sticks.\nHelp");
  EXPECT_EQ(text_if_html("The door\n sticks & squeaks, 3 < 4"), std::nullopt);
  EXPECT_EQ(text_if_html("Tom &amp; Co"), std::nullopt);
}

TEST(HtmlText, ReadsHtmlThatIsEscapedOnceMore) {
  EXPECT_EQ(text_if_html("&lt;p&gt;The door sticks.&lt;/p&gt;"), "The door sticks.");
  EXPECT_EQ(text_if_html("&#60;div&#62;Tom &amp;amp; Co&#60;/div&#62;"), "Tom & Co");
  EXPECT_EQ(text_if_html("&amp;lt;p&amp;gt;The door sticks.&amp;lt;/p&amp;gt;"), "The door sticks.");
  EXPECT_EQ(text_if_html("if a &lt; b then c"), std::nullopt);
}

TEST(HtmlText, TellsTheCharsetThatAPageDeclares) {
  EXPECT_EQ(charset_in_html("<html><head><meta charset=\"KOI8-R\"></head>"), "koi8-r");
  EXPECT_EQ(charset_in_html("<META http-equiv=Content-Type content='text/html; charset=windows-1251'>"),
            "windows-1251");
  EXPECT_EQ(charset_in_html("<p>charset=x</p>"), "");
  EXPECT_EQ(charset_in_html("<meta charset"), "");
}

TEST(HtmlText, AcceptsAnyBytes) {
  EXPECT_EQ(html_to_text(""), "");
  EXPECT_EQ(html_to_text("no tags at all"), "no tags at all");
  EXPECT_EQ(html_to_text("<p>never closed"), "never closed");
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<div>";
  EXPECT_EQ(html_to_text(deep + "x"), "x");
}

TEST(HtmlText, IsQuickForHostileHtml) {
  std::string deep, styled;
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  for (int i = 0; i < 1000; ++i) styled += "<font size=" + std::to_string(i) + ">";
  for (int i = 0; i < 100'000; ++i) styled += "<p>";
  EXPECT_EQ(html_to_text(deep + "x"), "x");
  EXPECT_EQ(html_to_text(styled + "x"), "x");
  std::string unclosed;
  for (int i = 0; i < 20'000; ++i) unclosed += "<p ";
  EXPECT_FALSE(is_html(unclosed));
}

}  // namespace
}  // namespace smartdesk::text

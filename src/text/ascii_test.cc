#include "text/ascii.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

TEST(Ascii, TrimsBlanksAtBothEndsOnly) {
  EXPECT_EQ(trimmed(" \t two words\r\n"), "two words");
  EXPECT_EQ(trimmed("word"), "word");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed(" \n "), "");
}

TEST(Ascii, TrimsOtherCharactersOnRequest) {
  EXPECT_EQ(trimmed("\" a \"", "\""), " a ");
  EXPECT_EQ(trimmed("\ta ", " "), "\ta");
}

TEST(Ascii, KnowsABlankText) {
  EXPECT_TRUE(is_blank(""));
  EXPECT_TRUE(is_blank(" \t\r\n"));
  EXPECT_FALSE(is_blank(" . "));
}

TEST(Ascii, LowersAsciiLettersAndKeepsTheRest) {
  EXPECT_EQ(ascii_lower("Größe ÄÖ [Z@A]"), "größe ÄÖ [z@a]");
  EXPECT_EQ(ascii_lower('Z'), 'z');
  EXPECT_EQ(ascii_lower('['), '[');
}

}  // namespace
}  // namespace smartdesk::text

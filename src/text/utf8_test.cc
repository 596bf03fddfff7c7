#include "text/utf8.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

std::u32string decoded(std::string_view text) {
  std::u32string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, end] = decode(text, at);
    result += value;
    at = end;
  }
  return result;
}

TEST(Utf8, DecodesWhatItEncodes) {
  for (const char32_t c : {U'a', U'é', U'ß', U'漢', U'\uFFFF', U'😀', char32_t{0x10FFFF}}) {
    std::string text;
    append_utf8(text, c);
    EXPECT_EQ(decoded(text), std::u32string(1, c));
    EXPECT_FALSE(first_invalid_utf8(text));
  }
}

TEST(Utf8, ReplacesInvalidBytesAndContinuesAfterThem) {
  EXPECT_EQ(decoded("a\xE9z"), U"a\uFFFDz");
  EXPECT_EQ(decoded("\xC0\xAF"), U"\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(decoded("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(decoded("\xF4\x90\x80\x80").size(), 4U);          // above U+10FFFF
  EXPECT_EQ(decoded("\xE6\xBC"), U"\uFFFD\uFFFD");            // cut
}

TEST(Utf8, FindsTheFirstInvalidByte) {
  EXPECT_EQ(first_invalid_utf8("plain ascii, long enough for the fast path"), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("grüße, мир, 漢字, 😀, \uFFFD"), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("twelve bytes\xFFmore"), 12U);
  EXPECT_EQ(first_invalid_utf8("caf\xE9"), 3U);
}

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(cut_to("größer", 3), "gr");
  EXPECT_EQ(cut_to("größer", 4), "grö");
  EXPECT_EQ(cut_to("größer", 100), "größer");
  EXPECT_EQ(cut_to("日本", 2), "");
  EXPECT_EQ(cut_to_last("größer", 5), "ßer");
  EXPECT_EQ(cut_to_last("größer", 4), "ßer");
  EXPECT_EQ(cut_to_last("größer", 3), "er");
  EXPECT_EQ(cut_to_last("größer", 100), "größer");
  EXPECT_EQ(cut_to_last("日本", 2), "");
  EXPECT_EQ(abbreviate("größer", 4), "grö…");
  EXPECT_EQ(abbreviate("größer", 8), "größer");
}

TEST(Utf8, KnowsTheSameWordCharactersAsPython) {
  for (const char32_t c : {U'a', U'Z', U'_', U'7', U'é', U'ß', U'ж', U'漢', U'ي', U'²', U'Ⅷ'})
    EXPECT_TRUE(is_word_char(c)) << static_cast<unsigned>(c);
  for (const char32_t c : {U' ', U'-', U'\'', U'€', U'😀', U'\u0301', U'。'})
    EXPECT_FALSE(is_word_char(c)) << static_cast<unsigned>(c);
}

TEST(Utf8, LowersLettersOfAnyScriptAndKeepsTheRest) {
  EXPECT_EQ(to_lower(U'Ä'), U'ä');
  EXPECT_EQ(to_lower(U'Ж'), U'ж');
  EXPECT_EQ(to_lower(U'Ω'), U'ω');
  EXPECT_EQ(to_lower(U'7'), U'7');
  EXPECT_EQ(to_lower(U'漢'), U'漢');
}

TEST(Utf8, KnowsBlanksOfAnyKind) {
  for (const char32_t c : {U' ', U'\t', U'\n', U'\u00A0', U'\u2003', U'\u3000'}) EXPECT_TRUE(is_space(c));
  EXPECT_FALSE(is_space(U'_'));
}

}  // namespace
}  // namespace smartdesk::text

#include "text/tokens.h"

#include <gmock/gmock.h>

namespace smartdesk::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> words_of(std::string_view text, Words::Rule rule) {
  Words words;
  words.read(text, rule);
  std::vector<std::string> result;
  for (std::size_t i = 0; i < words.size(); ++i) result.emplace_back(words.word(i));
  return result;
}

// The expectations are what Python's re.findall(r"(?u)\b\w\w+\b", text.lower()) gives.
TEST(Words, MatchScikitLearnByItsRule) {
  const auto rule = Words::Rule::kScikitLearn;
  EXPECT_THAT(words_of("I can't log-in, E_42 A1 é à ÄÖ!", rule), ElementsAre("can", "log", "in", "e_42", "a1", "äö"));
  EXPECT_THAT(words_of("x²y 漢字 мир 10,50€", rule), ElementsAre("x²y", "漢字", "мир", "10", "50"));
  EXPECT_THAT(words_of("a b c", rule), IsEmpty());
  EXPECT_THAT(words_of("", rule), IsEmpty());
}

TEST(Words, IncludeSingleLettersAndEveryScriptByTheOtherRule) {
  const auto rule = Words::Rule::kAll;
  EXPECT_THAT(words_of("I am 漢字😀 ok", rule), ElementsAre("i", "am", "漢", "字", "😀", "ok"));
  EXPECT_THAT(words_of("สวัสดี", rule).size(), testing::Gt(3U));
  EXPECT_THAT(words_of("مرحبا بك", rule), ElementsAre("مرحبا", "بك"));
}

TEST(Words, KeepMarksWithTheLetterTheyBelongTo) {
  EXPECT_THAT(words_of("cafe\u0301 noir", Words::Rule::kAll), ElementsAre("cafe\u0301", "noir"));
}

TEST(Words, ContinueWhereAsciiMeetsOtherLetters) {
  EXPECT_THAT(words_of("Nai\u0308ve naÏVE Cafe\u0301S 漢a a漢 x_1É", Words::Rule::kAll),
              ElementsAre("nai\u0308ve", "naïve", "cafe\u0301s", "漢", "a", "a", "漢", "x_1é"));
}

TEST(Words, HaveTheirPositionInTheOriginal) {
  const std::string_view text = "  GRÜẞE, Ödön!";
  Words words;
  words.read(text, Words::Rule::kAll);
  ASSERT_EQ(words.size(), 2U);
  const auto span = words.span(0);
  EXPECT_EQ(text.substr(span.begin, span.end - span.begin), "GRÜẞE");
  EXPECT_EQ(words.word(0), "grüße");
}

TEST(Words, AcceptAnyBytes) {
  EXPECT_THAT(words_of(std::string_view("ab\xFF\xFE\0cd\xE6", 8), Words::Rule::kAll), ElementsAre("ab", "cd"));
}

TEST(StopWords, AreTheEnglishOnesInLowerCase) {
  EXPECT_TRUE(is_english_stop_word("the"));
  EXPECT_TRUE(is_english_stop_word("yourselves"));
  EXPECT_FALSE(is_english_stop_word("invoice"));
  EXPECT_FALSE(is_english_stop_word("The"));
}

}  // namespace
}  // namespace smartdesk::text

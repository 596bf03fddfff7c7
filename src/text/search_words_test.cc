#include "text/search_words.h"

#include <gtest/gtest.h>

#include <string>

namespace smartdesk::text {
namespace {

// Whether an index that holds the words of the text finds the phrase.
bool finds(std::string_view typed, std::string_view text, PhraseEnd end = PhraseEnd::kWord) {
  const auto phrase = search_phrase(typed, end);
  if (phrase.words.empty()) return false;
  auto words = " " + phrase.words;
  if (phrase.is_prefix) words.pop_back();
  return (" " + search_words(text)).find(words) != std::string::npos;
}

TEST(SearchWords, AreLettersAndDigitsInLowerCase) {
  EXPECT_EQ(search_words("My Order, A-4711/26: user_name!"), "my order a 4711 26 user name ");
  EXPECT_EQ(search_words(" \t--"), "");
  EXPECT_EQ(search_words("ЗАКАЗ Ωmega ΟΔΟΣ"), "заказ ωmega οδοσ ");
}

TEST(SearchWords, HaveNoAccents) {
  EXPECT_EQ(search_words("Résumé Über débité Łódź Smørrebrød"), "resume uber debite lodz smorrebrod ");
  EXPECT_EQ(search_words("re\u0301sume\u0301"), "resume ");
  EXPECT_EQ(search_words("Größe GRÖẞE"), "grosse grosse ");
  EXPECT_EQ(search_words("Nguyễn Ångström Ελλάδα ёлка"), "nguyen angstrom ελλαδα елка ");
  EXPECT_EQ(search_words("مُحَمَّد"), "محمد ");
}

TEST(SearchWords, TakeAllTurkishLettersIForOne) {
  EXPECT_EQ(search_words("İade ISTANBUL ılık İSTANBUL"), "iade istanbul ilik istanbul ");
}

TEST(SearchWords, KeepMarksThatAreLetters) {
  EXPECT_EQ(search_words("हिन्दी"), "हिन्दी ");
  EXPECT_FALSE(finds("か", "が"));
  EXPECT_FALSE(finds("ハ", "パ"));
}

TEST(SearchWords, ReadFullWidthAndComposedForms) {
  EXPECT_EQ(search_words("ＡＢＣ１２３ ﬁne m²"), "abc123 fine m2 ");
  EXPECT_EQ(search_words("ｶﾞ"), "ガ ");
  EXPECT_EQ(search_words("か\u3099"), "が ");
  EXPECT_EQ(search_words("\u1112\u1161\u11AB"), "한 ");
  EXPECT_EQ(search_words("soft\u00ADhyphen\u200B"), "softhyphen ");
}

TEST(SearchWords, ArePairsInRunsWithoutBlanks) {
  EXPECT_EQ(search_words("返金を"), "返金 金を を ");
  EXPECT_EQ(search_words("金"), "金 ");
  EXPECT_EQ(search_words("iPhone壊れ2台"), "iphone 壊れ れ 2 台 ");
}

TEST(SearchWords, FindAnyPartOfARun) {
  const std::string japanese = "注文した商品がまだ届きません。返金をお願いします。";
  for (const char* typed : {"返金", "返", "返金をお願いします", "商品が", "。返金", "届きません", "す"})
    EXPECT_TRUE(finds(typed, japanese)) << typed;
  for (const char* typed : {"金返", "返願", "退款"}) EXPECT_FALSE(finds(typed, japanese)) << typed;
  EXPECT_TRUE(finds("退款", "我上周买的灯坏了，请退款给我。"));
  EXPECT_TRUE(finds("환불", "어제 산 램프가 고장나서 환불을 원합니다"));
  EXPECT_TRUE(finds("คืนเงิน", "ฉันต้องการคืนเงินค่ะ"));
  EXPECT_FALSE(finds("คนเงน", "ฉันต้องการคืนเงินค่ะ"));
}

TEST(SearchWords, FindPhrasesOfSeveralRuns) {
  EXPECT_TRUE(finds("返金 お願", "返金 お願い"));
  EXPECT_TRUE(finds("iPhone壊", "新しいiPhone壊れました"));
  EXPECT_FALSE(finds("返金 お願", "返金をお願い"));
}

TEST(SearchWords, OpenTheEndOfAPhrase) {
  EXPECT_FALSE(finds("refun", "refunded"));
  EXPECT_TRUE(finds("REFUN", "I was refunded", PhraseEnd::kOpen));
  EXPECT_TRUE(finds("返金", "返金を", PhraseEnd::kOpen));
  EXPECT_TRUE(search_phrase("!?", PhraseEnd::kOpen).words.empty());
}

TEST(SearchWords, ReadAnyBytes) {
  EXPECT_EQ(search_words("a\xFF\xE3\x81 b\x80"), "a b ");
  std::string marks = "a";
  for (int i = 0; i < 200'000; ++i) marks += i % 2 == 0 ? "\u0327" : "\u0591";
  EXPECT_EQ(search_words(marks + "b"), "ab ");
  EXPECT_EQ(search_words("\uFDFA").back(), ' ');
  EXPECT_EQ(search_words("👍🏽"), "");
}

}  // namespace
}  // namespace smartdesk::text

#include "training/repeats.h"

#include <gtest/gtest.h>

#include "support/runs.h"

namespace smartdesk::training {
namespace {

models::Groups groups_of(const std::vector<std::string_view>& texts) { return repeats_of(texts, kOneThread); }

TEST(NormalForm, IgnoresCasePunctuationAndBlanks) {
  EXPECT_EQ(normal_form("The  PRINTER\tis jammed!!"), "the printer is jammed ");
}

TEST(NormalForm, ReadsLongNumbersAsEqualAndKeepsShortOnes) {
  EXPECT_EQ(normal_form("Order 48213"), normal_form("order #700911"));
  EXPECT_EQ(normal_form("Parcel INC0071234"), normal_form("parcel inc9912345"));
  EXPECT_NE(normal_form("Error 404"), normal_form("Error 500"));
}

TEST(NormalForm, OfATextWithoutWordsIsEmpty) {
  EXPECT_EQ(normal_form(""), "");
  EXPECT_EQ(normal_form(" …!? "), "");
}

TEST(NormalForm, KeepsInvalidBytesFromCrashing) { EXPECT_NO_THROW(normal_form("caf\xE9 \xFF\xFE 12345")); }

TEST(RepeatsOf, GroupsEqualTextsWhateverTheirSpelling) {
  const auto groups =
      groups_of({"My invoice is wrong.", "Reset my password", "my invoice is WRONG", "my invoice is wrong !"});
  EXPECT_EQ(groups.of(0), groups.of(2));
  EXPECT_EQ(groups.of(0), groups.of(3));
  EXPECT_NE(groups.of(0), groups.of(1));
  EXPECT_EQ(groups.repeats(), 2U);
}

TEST(RepeatsOf, GroupsLongTextsThatDifferInAWord) {
  std::string text;
  for (int i = 0; i < 120; ++i) text += "word" + std::to_string(i) + " ";
  const std::string other = text + "indeed";
  const auto groups = groups_of({text, other, "word1 word2 word3 word4 word5 word6"});
  EXPECT_EQ(groups.of(0), groups.of(1));
  EXPECT_NE(groups.of(0), groups.of(2));
}

TEST(RepeatsOf, LeavesShortTextsThatDifferInAWordApart) {
  EXPECT_TRUE(groups_of({"It works now, thank you all", "It still does not work, thank you all"}).are_single());
}

TEST(RepeatsOf, TakesTextsWithoutWordsForOneText) { EXPECT_EQ(groups_of({"", "???", "help"}).repeats(), 1U); }

TEST(RepeatsNote, CountsTheRowsThatRepeatAnEarlierOne) {
  EXPECT_EQ(repeats_note(groups_of({"a b", "A b", "a b!", "c d"}), 4), "2 of 4 rows repeat another.");
  EXPECT_EQ(repeats_note(groups_of({"a b", "A b", "c d"}), 3), "1 of 3 rows repeats another.");
  EXPECT_EQ(repeats_note(groups_of({"a b", "c d"}), 2), "");
}

}  // namespace
}  // namespace smartdesk::training

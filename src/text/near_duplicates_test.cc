#include "text/near_duplicates.h"

#include <gtest/gtest.h>

#include <string>

namespace smartdesk::text {
namespace {

std::string numbered_words(int from, int to) {
  std::string text;
  for (int i = from; i < to; ++i) text += "word" + std::to_string(i) + " ";
  return text;
}

TEST(NearDuplicates, FindsTheEarliestNearDuplicate) {
  NearDuplicates seen;
  EXPECT_EQ(seen.match_or_add("My printer is on fire since this morning, please help me"), std::nullopt);
  EXPECT_EQ(seen.match_or_add("Where is my parcel? It was promised for last week already"), std::nullopt);
  EXPECT_EQ(seen.match_or_add("my PRINTER is on fire, since this morning please help me!!"), 0U);
  EXPECT_EQ(seen.match_or_add("Where is my parcel? It was promised for last week already"), 1U);
}

TEST(NearDuplicates, AllowsAFewDifferentWordsInALongText) {
  NearDuplicates seen;
  seen.match_or_add(numbered_words(0, 400));
  EXPECT_EQ(seen.match_or_add(numbered_words(0, 390) + "and quite another ending"), 0U);
  EXPECT_EQ(seen.match_or_add(numbered_words(0, 200) + numbered_words(1000, 1200)), std::nullopt);
}

TEST(NearDuplicates, ComparesShortTextsByTheirLetters) {
  NearDuplicates seen;
  EXPECT_EQ(seen.match_or_add("refund please"), std::nullopt);
  EXPECT_EQ(seen.match_or_add("password please"), std::nullopt);
  EXPECT_EQ(seen.match_or_add("Refund, please!"), 0U);
  EXPECT_EQ(seen.match_or_add(""), std::nullopt);
  EXPECT_EQ(seen.match_or_add("ok"), std::nullopt);
}

TEST(NearDuplicates, RemembersThousandsOfTextsThatDiffer) {
  NearDuplicates seen;
  for (int i = 0; i < 3000; ++i) ASSERT_EQ(seen.match_or_add(numbered_words(i * 30, i * 30 + 30)), std::nullopt) << i;
  EXPECT_EQ(seen.match_or_add(numbered_words(2000 * 30, 2000 * 30 + 30)), 2000U);
}

}  // namespace
}  // namespace smartdesk::text

#include "training/drift_texts.h"

#include <gmock/gmock.h>

#include "support/runs.h"

namespace smartdesk::training {
namespace {

using testing::ElementsAre;

// 60 different texts about the same thing.
std::vector<std::string> texts_about(const std::string& subject) {
  static constexpr const char* kOther[] = {"please", "today", "again", "hello", "since", "morning", "number"};
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 60; ++i) {
    texts.push_back(std::string(kOther[i % 7]) + " my " + subject + " " + kOther[(i / 7 + i) % 7] + " failed " +
                    std::string(1, static_cast<char>('a' + i % 26)) + kOther[i % 5] + std::to_string(i));
  }
  return texts;
}

TextDrift compare(const std::vector<std::string>& reference, const std::vector<std::string>& current) {
  const std::vector<std::string_view> before(reference.begin(), reference.end()), now(current.begin(), current.end());
  return compare_texts(before, now, kOneThread);
}

TEST(CompareTexts, TellsTextsOfOtherSubjectsApart) {
  const auto drift = compare(texts_about("invoice"), texts_about("password"));
  EXPECT_GT(drift.told_apart.probability, 0.99);
  EXPECT_LT(drift.told_apart.test.value().p_value, 1e-6);
  EXPECT_EQ(drift.told_apart.reference, 30U);
}

TEST(CompareTexts, CannotTellEqualTextsApart) {
  const auto drift = compare(texts_about("invoice"), texts_about("invoice"));
  EXPECT_EQ(drift.told_apart.probability, 0.5);
  EXPECT_GE(drift.told_apart.test.value().p_value, 0.5);
  EXPECT_EQ(drift.length.test.value().p_value, 1);
}

TEST(CompareTexts, CountsTextsWithEachWordAndNotItsRepeats) {
  const auto drift = compare({"bill bill bill", "bill", "other bill"}, {"bill", "bill now", "no"});
  ASSERT_EQ(drift.words.size(), 1U);  // the others are in fewer than five texts
  EXPECT_EQ(drift.words[0].name, "bill");
  EXPECT_EQ(drift.words[0].reference, (models::Share{3, 3}));
  EXPECT_EQ(drift.words[0].current, (models::Share{2, 3}));
  EXPECT_FALSE(drift.told_apart.test.has_value());
}

TEST(CompareTexts, ComparesLanguagesAndMedianLength) {
  const std::string english = "my invoice is wrong and nobody answers the phone when I call the office about it",
                    german = "meine Rechnung ist falsch und niemand geht ans Telefon wenn ich im Büro anrufe";
  const auto drift = compare({english, english, english}, {english, german, "eins"});
  ASSERT_GE(drift.languages.size(), 2U);
  EXPECT_EQ(drift.languages[0].name, "en");
  EXPECT_EQ(drift.languages[0].reference, (models::Share{3, 3}));
  EXPECT_EQ(drift.languages[0].current, (models::Share{1, 3}));
  EXPECT_EQ(drift.length.reference, 16);
  EXPECT_EQ(drift.length.current, 14);
}

TEST(KeepChangedWords, KeepsTheTenThatRoseMostAndTheTenThatFellMost) {
  TextDrift texts;
  for (std::uint64_t i = 0; i < 30; ++i)
    texts.words.push_back({std::to_string(i), {15, 100}, {i, 100}, DriftTest{0.001, i == 29 ? 0.5 : 0.01}});
  keep_changed_words(texts);
  std::vector<std::string> names;
  for (const auto& word : texts.words) names.push_back(word.name);
  EXPECT_THAT(names, ElementsAre("28", "27", "26", "25", "24", "23", "22", "21", "20", "19", "0", "1", "2", "3", "4",
                                 "5", "6", "7", "8", "9"));
}

TEST(KeepChangedWords, KeepsOneWordThatChanged) {
  TextDrift texts;
  texts.words.push_back({"bill", {1, 100}, {30, 100}, DriftTest{1e-8, 1e-6}});
  keep_changed_words(texts);
  ASSERT_EQ(texts.words.size(), 1U);
  EXPECT_EQ(texts.words[0].name, "bill");
}

TEST(KeepChangedWords, KeepsNothingThatDidNotChange) {
  TextDrift texts;
  texts.words.push_back({"bill", {1, 100}, {3, 100}, DriftTest{0.3, 1}});
  texts.words.push_back({"untested", {1, 100}, {30, 100}});
  keep_changed_words(texts);
  EXPECT_TRUE(texts.words.empty());
}

}  // namespace
}  // namespace smartdesk::training

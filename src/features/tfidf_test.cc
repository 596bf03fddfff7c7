#include "features/tfidf.h"

#include <gmock/gmock.h>

#include <cmath>
#include <map>

#include "core/error.h"
#include "support/runs.h"

namespace smartdesk::features {
namespace {

using Texts = std::vector<std::string_view>;

const Texts kTexts{"the invoice is wrong, wrong amount", "invoice twice", "password reset failed twice"};

// The value of each term's column, found by the occurrences of the term.
std::map<std::string, float> weights_of(const Tfidf& tfidf, std::string_view text) {
  TfidfScratch scratch;
  const auto row = tfidf.transform(text, scratch);
  std::map<std::uint32_t, float> by_column;
  for (std::size_t i = 0; i < row.size(); ++i) by_column[row.columns[i]] = row.values[i];
  std::map<std::string, float> weights;
  for (const auto& occurrence : tfidf.occurrences(text)) {
    weights[std::string(text.substr(occurrence.span.begin, occurrence.span.end - occurrence.span.begin))] =
        by_column.at(occurrence.column);
  }
  return weights;
}

// Expected values: scikit-learn's TfidfVectorizer(stop_words="english", max_features=5000) on the same three texts.
TEST(Tfidf, WeighsTermsAsScikitLearnDoes) {
  const auto tfidf = Tfidf::fit(kTexts, TfidfOptions::parity(), kOneThread);
  EXPECT_EQ(tfidf.columns(), 6U);  // failed invoice password reset twice wrong; "amount" is a stop word
  const auto first = weights_of(tfidf, kTexts[0]);
  EXPECT_NEAR(first.at("invoice"), 0.355432, 1e-6);
  EXPECT_NEAR(first.at("wrong"), 0.934702, 1e-6);
  const auto third = weights_of(tfidf, kTexts[2]);
  EXPECT_NEAR(third.at("password"), 0.528635, 1e-6);
  EXPECT_NEAR(third.at("twice"), 0.402040, 1e-6);
}

TEST(Tfidf, ScalesEachViewOfARowToLengthOne) {
  const auto tfidf = Tfidf::fit(kTexts, TfidfOptions::best(), kOneThread);
  TfidfScratch scratch;
  const auto row = tfidf.transform(kTexts[0], scratch);
  double squares = 0;
  for (const auto value : row.values) squares += value * value;
  EXPECT_NEAR(squares, 2.0, 1e-5);
  for (std::size_t i = 1; i < row.size(); ++i) EXPECT_LT(row.columns[i - 1], row.columns[i]);
}

TEST(Tfidf, CountsAShortWordOnceAndPadsWordsWithBlanks) {
  TextView chars;
  chars.kind = TextView::Kind::kChars;
  chars.min_n = 2;
  chars.max_n = 5;
  // " a " has the grams " a", "a " and " a " and no longer one.
  EXPECT_EQ(Tfidf::fit(Texts{"a"}, {{chars}}, kOneThread).columns(), 3U);
  // " ab ": 3 + 2 + 1; the second "ab" adds nothing.
  EXPECT_EQ(Tfidf::fit(Texts{"ab  AB\n"}, {{chars}}, kOneThread).columns(), 6U);
}

TEST(Tfidf, KeepsTheMostFrequentTermsOfEnoughTexts) {
  TextView words;
  words.max_features = 2;
  EXPECT_EQ(weights_of(Tfidf::fit(kTexts, {{words}}, kOneThread), "invoice wrong twice amount").size(), 2U);
  words.max_features = 0;
  words.min_df = 2;
  EXPECT_THAT(weights_of(Tfidf::fit(kTexts, {{words}}, kOneThread), "invoice wrong twice amount"),
              testing::ElementsAre(testing::Key("invoice"), testing::Key("twice")));
}

TEST(Tfidf, DampsRepeatedTermsIfSublinear) {
  TextView words;
  const Texts texts{"wrong wrong wrong amount", "wrong amount"};
  const auto plain = weights_of(Tfidf::fit(texts, {{words}}, kOneThread), texts[0]);
  EXPECT_NEAR(plain.at("wrong") / plain.at("amount"), 3, 1e-5);
  words.sublinear = true;
  const auto damped = weights_of(Tfidf::fit(texts, {{words}}, kOneThread), texts[0]);
  EXPECT_NEAR(damped.at("wrong") / damped.at("amount"), 1 + std::log(3), 1e-5);
}

TEST(Tfidf, IsTheSameForAnyNumberOfThreads) {
  smartdesk::Run three;
  three.threads = 3;
  for (const auto& options : {TfidfOptions::best(), TfidfOptions::parity()}) {
    EXPECT_EQ(Tfidf::fit(kTexts, options, kOneThread).to_bytes(), Tfidf::fit(kTexts, options, three).to_bytes());
  }
}

TEST(Tfidf, IsRestoredFromItsBytes) {
  const auto tfidf = Tfidf::fit(kTexts, TfidfOptions::best(), kOneThread);
  const auto bytes = tfidf.to_bytes();
  const auto restored = Tfidf::from_bytes(bytes, nullptr);
  EXPECT_EQ(restored.to_bytes(), bytes);
  EXPECT_EQ(weights_of(restored, kTexts[0]), weights_of(tfidf, kTexts[0]));
}

TEST(Tfidf, RefusesCutOrDamagedBytesWithoutReadingPastThem) {
  const auto bytes = Tfidf::fit(kTexts, TfidfOptions::parity(), kOneThread).to_bytes();
  for (std::size_t size = 0; size < bytes.size(); size += 8) {
    EXPECT_THROW(Tfidf::from_bytes(std::string_view(bytes).substr(0, size), nullptr), Error) << size;
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto bent = bytes;
    bent[at] = static_cast<char>(bent[at] ^ 0x55);
    try {
      TfidfScratch scratch;
      Tfidf::from_bytes(bent, nullptr).transform(kTexts[0], scratch);
    } catch (const Error&) {
    }
  }
}

TEST(Tfidf, MakesAnEmptyRowForATextOfUnknownTerms) {
  TfidfScratch scratch;
  const auto tfidf = Tfidf::fit(kTexts, TfidfOptions::parity(), kOneThread);
  EXPECT_EQ(tfidf.transform("zebra", scratch).size(), 0U);
  EXPECT_EQ(tfidf.transform("", scratch).size(), 0U);
  EXPECT_GT(tfidf.transform("invoice", scratch).size(), 0U);
}

TEST(Tfidf, RefusesTextsWithoutATerm) {
  EXPECT_THROW(Tfidf::fit(Texts{"", "!?"}, TfidfOptions::best(), kOneThread), Error);
}

}  // namespace
}  // namespace smartdesk::features

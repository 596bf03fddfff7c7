#include "features/counted_texts.h"

#include <gtest/gtest.h>

#include "support/runs.h"

namespace smartdesk::features {
namespace {

const std::vector<std::string_view> kTexts{"the invoice is wrong",  "invoice charged twice, twice",
                                           "password reset failed", "sign in fails: password locked",
                                           "refund my invoice",     ""};
const std::vector<std::size_t> kFitted{0, 1, 3, 5}, kOthers{4, 2};

std::vector<std::string_view> texts_of(const std::vector<std::size_t>& numbers) {
  std::vector<std::string_view> texts;
  for (const auto number : numbers) texts.push_back(kTexts[number]);
  return texts;
}

void expect_same(const SparseMatrix& a, const SparseMatrix& b) {
  ASSERT_EQ(a.rows(), b.rows());
  EXPECT_EQ(a.columns(), b.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    const auto left = a.row(i), right = b.row(i);
    EXPECT_EQ(std::vector(left.columns.begin(), left.columns.end()),
              std::vector(right.columns.begin(), right.columns.end()));
    EXPECT_EQ(std::vector(left.values.begin(), left.values.end()),
              std::vector(right.values.begin(), right.values.end()));
  }
}

TEST(CountedTexts, MakesTheRowsOfAVectoriserFittedOnTheSubset) {
  auto few_words = TfidfOptions::parity();
  few_words.views[0].max_features = 4;
  for (const auto& options : {TfidfOptions::parity(), TfidfOptions::best(), few_words}) {
    const auto counted = CountedTexts::count(kTexts, options, kOneThread);
    const auto alone = Tfidf::fit(texts_of(kFitted), options, kOneThread);
    const auto rows = counted.rows(kFitted, kOthers, kOneThread);
    expect_same(rows.fitted, alone.transform_all(texts_of(kFitted), kOneThread));
    expect_same(rows.others, alone.transform_all(texts_of(kOthers), kOneThread));
    EXPECT_EQ(counted.vectoriser(kFitted).to_bytes(), alone.to_bytes());
  }
}

TEST(CountedTexts, GivesTheSameKnownShareAsTheVectoriser) {
  const auto counted = CountedTexts::count(kTexts, TfidfOptions::best(), kOneThread);
  const auto vectoriser = counted.vectoriser(kFitted);
  const auto rows = counted.rows(kFitted, kOthers, kOneThread);
  ASSERT_EQ(rows.others_known.size(), 2U);
  TfidfScratch scratch;
  for (std::size_t i = 0; i < 2; ++i) {
    vectoriser.transform(kTexts[kOthers[i]], scratch);
    EXPECT_EQ(rows.others_known[i], scratch.known());
  }
  EXPECT_FLOAT_EQ(rows.others_known[0], 1.0F / 5);  // of refund, my, invoice and two pairs, only invoice
}

TEST(CountedTexts, GivesTheSameForAnyNumberOfThreads) {
  smartdesk::Run three;
  three.threads = 3;
  const auto one = CountedTexts::count(kTexts, TfidfOptions::best(), kOneThread);
  const auto many = CountedTexts::count(kTexts, TfidfOptions::best(), three);
  expect_same(one.rows(kFitted, kOthers, kOneThread).fitted, many.rows(kFitted, kOthers, three).fitted);
  EXPECT_EQ(one.vectoriser(one.all()).to_bytes(), many.vectoriser(many.all()).to_bytes());
}

}  // namespace
}  // namespace smartdesk::features

#include "models/model_card.h"

#include <gmock/gmock.h>

#include "support/runs.h"

namespace smartdesk::models {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string_view> kTexts{"the invoice is wrong", "password reset failed", "refund my invoice"};

Model model_of_one_head() {
  Model model{features::Tfidf::fit(kTexts, features::TfidfOptions::best(), kOneThread), {}, "", ""};
  const auto rows = model.features.transform_all(kTexts, kOneThread);
  const std::vector<ClassIndex> labels{1, 0, 1};
  model.heads.push_back({"category", LabelSet({"Access", "Billing"}),
                         Classifier::fit(Algorithm::kNaiveBayes, {rows, labels, 2}, {}, kOneThread), Temperature(1)});
  auto& head = model.heads[0];
  for (int i = 0; i < 1000; ++i) head.judged.push_back({i % 2, i < 900 ? 0.95F : 0.5F, i < 900 || i % 2 == 0});
  head.majority_accuracy = 0.5;
  head.label_rows = {400, 600};
  return model;
}

TEST(FiguresOf, MeasuresTheJudgedRows) {
  const auto figures = figures_of(model_of_one_head().heads[0]);
  EXPECT_EQ(figures.judged_rows, 1000U);
  EXPECT_DOUBLE_EQ(figures.accuracy, 0.95);
  // scipy.stats.binomtest(950, 1000).proportion_ci(method="exact")
  EXPECT_NEAR(figures.accuracy_95.low, 0.934610, 1e-6);
  EXPECT_NEAR(figures.accuracy_95.high, 0.962665, 1e-6);
  EXPECT_NEAR(figures.ece, 0.045, 1e-6);
  ASSERT_EQ(figures.budgets.size(), 3U);
  EXPECT_EQ(figures.budgets[1].budget, 0.05);
  EXPECT_GE(figures.budgets[1].coverage, 0.85);
  EXPECT_EQ(figures.budgets[1].error, 0);
}

TEST(FiguresOf, SaysNothingWithoutJudgedRows) {
  auto model = model_of_one_head();
  model.heads[0].judged.clear();
  const auto figures = figures_of(model.heads[0]);
  EXPECT_EQ(figures.judged_rows, 0U);
  EXPECT_THAT(figures.budgets, IsEmpty());
  EXPECT_THAT(limits_of(model), ElementsAre(HasSubstr("not cross-validated")));
}

TEST(LimitsOf, AreNoneForAGoodHeadOfUnknownOrigin) { EXPECT_THAT(limits_of(model_of_one_head()), IsEmpty()); }

TEST(LimitsOf, NamesLabelsWithFewRows) {
  auto model = model_of_one_head();
  model.heads[0].label_rows = {9, 10};
  EXPECT_THAT(limits_of(model), ElementsAre(HasSubstr("1 of 2 labels have fewer than 10 training rows and are rarely "
                                                      "predicted well: Access (9).")));
}

TEST(LimitsOf, SaysWhenAHeadIsOnlyGuessingOrWeak) {
  auto model = model_of_one_head();
  model.heads[0].majority_accuracy = 0.95;
  EXPECT_THAT(limits_of(model), ElementsAre(HasSubstr("most common label")));
  model.heads[0].no_signal = true;
  EXPECT_THAT(limits_of(model), ElementsAre(HasSubstr("no better than guessing")));
}

TEST(LimitsOf, NamesLanguagesThatAreKnownAndTheEmbeddingsNeeded) {
  auto model = model_of_one_head();
  model.embedder = "minilm@abc";
  model.origin.languages = {{"en", 900}, {"de", 95}, {"", 50}, {"fr", 5}};
  EXPECT_THAT(limits_of(model),
              ElementsAre("It has hardly seen tickets in other languages than en, de.", HasSubstr("minilm@abc")));
}

}  // namespace
}  // namespace smartdesk::models

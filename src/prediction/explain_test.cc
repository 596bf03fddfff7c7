#include "prediction/explain.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::prediction {
namespace {

class ExplainTest : public ScratchFiles {
 protected:
  models::Model model(models::Algorithm algorithm) const {
    training::TrainOptions options;
    options.algorithm = algorithm;
    return training::train(training::read_dataset({write("train.csv", small_tickets(150, 1))}, kOneThread), options,
                           kOneThread)
        .model;
  }
};

constexpr std::string_view kText = "Hello, you charged ME twice — please refund the amount. Charged again!";

TEST_F(ExplainTest, AddsUpToTheScoreForLinearClassifiersAndForTrees) {
  for (const auto algorithm : {models::Algorithm::kLinearSvc, models::Algorithm::kLogReg,
                               models::Algorithm::kNaiveBayes, models::Algorithm::kRandomForest}) {
    const auto explanation = explain(Predictor(model(algorithm)), kText)[0];
    double sum = explanation.constant;
    for (const auto& word : explanation.words) sum += word.weight;
    EXPECT_NEAR(sum, explanation.score, 1e-4) << models::display_name(algorithm);
    EXPECT_EQ(explanation.label, "money") << models::display_name(algorithm);
  }
}

TEST_F(ExplainTest, TakesTheConstantOfALinearClassifierFromItsIntercept) {
  const auto trained = model(models::Algorithm::kLinearSvc);
  const auto explanation = explain(Predictor(trained), kText)[0];
  const auto label = *trained.heads[0].labels.find(explanation.label);
  EXPECT_NEAR(explanation.constant, *trained.heads[0].classifier.intercept(label), 1e-4);
}

TEST_F(ExplainTest, ListsDecidingWordsFirstInTheTicketsSpelling) {
  const auto explanation = explain(Predictor(model(models::Algorithm::kLinearSvc)), kText)[0];
  ASSERT_GE(explanation.words.size(), 3U);
  std::vector<std::string> first;
  for (int i = 0; i < 3; ++i) first.push_back(explanation.words[static_cast<std::size_t>(i)].word);
  EXPECT_THAT(first, testing::UnorderedElementsAre("charged", "refund", "amount"));
  for (const auto& word : explanation.words) {
    const auto span = word.spans.front();
    EXPECT_EQ(kText.substr(span.begin, span.end - span.begin), word.word);
  }
}

TEST_F(ExplainTest, NamesEveryPlaceOfARepeatedWord) {
  for (const auto algorithm : {models::Algorithm::kLinearSvc, models::Algorithm::kRandomForest}) {
    const auto explanation = explain(Predictor(model(algorithm)), kText)[0];
    const auto charged = std::find_if(explanation.words.begin(), explanation.words.end(),
                                      [](const DecidingWord& word) { return word.word == "charged"; });
    ASSERT_NE(charged, explanation.words.end());
    const auto first = static_cast<std::uint32_t>(kText.find("charged"));
    const auto second = static_cast<std::uint32_t>(kText.find("Charged"));
    EXPECT_THAT(charged->spans, testing::ElementsAre(text::Span{first, first + 7}, text::Span{second, second + 7}));
  }
}

TEST_F(ExplainTest, FlagsAsClassifyDoes) {
  const auto trained = model(models::Algorithm::kLinearSvc);
  EXPECT_EQ(explain(Predictor(trained, {.unknown_rate = 0}), kText)[0].trust, Trust::kSure);
  EXPECT_EQ(explain(Predictor(trained, {.abstain_below = 1, .unknown_rate = 0}), kText)[0].trust, Trust::kAbstain);
  EXPECT_EQ(explain(Predictor(trained), "zebra quagga okapi")[0].trust, Trust::kUnknown);
}

TEST_F(ExplainTest, ReturnsNoWordsForATextWithoutKnownTerms) {
  const auto explanation = explain(Predictor(model(models::Algorithm::kLinearSvc)), "")[0];
  EXPECT_TRUE(explanation.words.empty());
  EXPECT_NEAR(explanation.score, explanation.constant, 1e-6);
}

}  // namespace
}  // namespace smartdesk::prediction

#include "prediction/explanation_json.h"

#include <gtest/gtest.h>

#include "text/json_text.h"

namespace smartdesk::prediction {
namespace {

Explanation an_explanation() {
  Explanation explanation;
  explanation.task = "category";
  explanation.label = "Billing";
  explanation.probability = 0.5;
  explanation.score = 1;
  explanation.constant = 0.25;
  explanation.words = {{"no", {{0, 2}, {8, 10}}, 0.5}, {"bill", {{3, 7}}, 0.25}};
  return explanation;
}

TEST(ExplanationJson, HasTheFlagAndEveryPlaceOfARepeatedWord) {
  auto explanation = an_explanation();
  explanation.trust = Trust::kAbstain;
  EXPECT_EQ(
      text::json_text(explanation_json("v1", "no bill no", std::span(&explanation, 1), 10)),
      R"({"model_version":"v1","text":"no bill no","tasks":{"category":{"label":"Billing","probability":0.5,)"
      R"("flag":"abstain","score":1,"constant":0.25,"embedding":0,"words":[{"word":"no","begin":0,"end":2,)"
      R"("spans":[[0,2],[8,10]],"weight":0.5},{"word":"bill","begin":3,"end":7,"spans":[[3,7]],"weight":0.25}]}}})");
}

TEST(ExplanationJson, ListsOnlySoManyWordsAndNoFlagForASureAnswer) {
  const auto explanation = an_explanation();
  const auto object = explanation_json("v1", "no bill no", std::span(&explanation, 1), 1);
  const auto& task = object.at("tasks").at("category");
  EXPECT_TRUE(task.at("flag").is_null());
  EXPECT_EQ(task.at("words").as_array().size(), 1U);
}

}  // namespace
}  // namespace smartdesk::prediction

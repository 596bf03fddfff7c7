#include "prediction/answer_json.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <cstdio>

#include "support/runs.h"

namespace smartdesk::prediction {
namespace {

// Two labels, of which the first has this probability.
Predictor model_sure_to(float probability) {
  const std::vector<std::string_view> texts{"invoice", "password"};
  models::Model model{features::Tfidf::fit(texts, features::TfidfOptions::best(), kOneThread), {}, "", "v1"};
  const auto rows = model.features.transform_all(texts, kOneThread);
  const std::vector<ClassIndex> labels{0, 1};
  const LabelSet names({"money", "say \"access\""});
  const auto classifier = models::Classifier::fit(models::Algorithm::kLogReg, {rows, labels, 2}, {}, kOneThread);
  model.heads.push_back({"category", names, classifier, models::Temperature(probability)});
  return Predictor(std::move(model));
}

TEST(AnswerJson, RoundsProbabilitiesToFourDigitsAsPrintfDoes) {
  for (const float temperature : {0.01F, 0.1F, 0.5F, 1.0F, 3.0F, 50.0F}) {
    const auto predictor = model_sure_to(temperature);
    AnswerWriter writer;
    std::string out;
    writer.append(predictor, "7", "invoice", out);
    const auto object = boost::json::parse(out).as_object();
    EXPECT_EQ(object.at("id").as_int64(), 7);
    char expected[32];
    std::snprintf(expected, sizeof expected, "\"money\":%.4f",
                  static_cast<double>(writer.predictions()[0].probabilities[0]));
    EXPECT_THAT(out, testing::HasSubstr(expected));
    EXPECT_TRUE(object.at("tasks").at("category").at("probabilities").as_object().contains("say \"access\""));
  }
}

}  // namespace
}  // namespace smartdesk::prediction

#include "prediction/predictor.h"

#include <gmock/gmock.h>

#include <memory>
#include <vector>

#include "core/error.h"
#include "prediction/served_model.h"
#include "support/fake_embedder.h"
#include "support/small_model.h"
#include "support/with_embedder.h"

namespace smartdesk::prediction {
namespace {

// The small model, as if it had been trained with embeddings of "fake@1".
models::Model with_embeddings() {
  auto model = small_model().model();
  model.embedder = "fake@1";
  return model;
}

TEST(Predictor, AnswersAsTheModelDoes) {
  const auto predictor = small_model();
  PredictorScratch scratch;
  const auto predictions = predictor.predict("refund of the invoice", scratch);
  ASSERT_EQ(predictions.size(), 1U);
  Answer answer;
  predictor.answer(predictor.columns().at(0), predictions, answer);
  EXPECT_EQ(answer.label, "access");
}

TEST(Predictor, AnswersManyTextsInOrder) {
  const auto predictor = small_model();
  PredictorScratch scratch;
  const std::vector<std::string_view> texts{"invoice", "password"};
  std::vector<ClassIndex> labels;
  predictor.predict_all(texts, scratch, [&](std::size_t i, std::span<const models::Prediction> predictions) {
    EXPECT_EQ(i, labels.size());
    labels.push_back(predictions[0].label);
  });
  EXPECT_EQ(labels, (std::vector<ClassIndex>{0, 1}));
}

TEST(Predictor, RefusesAModelWhoseEmbeddingsAreMissing) {
  try {
    const Predictor predictor(with_embeddings());
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNoEmbedder);
    EXPECT_THAT(error.what(), testing::HasSubstr("fake@1"));
  }
}

TEST(Predictor, RefusesEmbeddingsOfAnotherModel) {
  FakeEmbedder fake([](std::string_view) { return 0; });
  auto model = with_embeddings();
  model.embedder = "another@2";
  try {
    const Predictor predictor(model, with_embedder(fake));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNoEmbedder);
    EXPECT_THAT(error.what(), testing::HasSubstr("another@2"));
  }
}

TEST(Predictor, AsksTheEmbedderForEachTextOnce) {
  int answers = 0;
  FakeEmbedder fake([](std::string_view) { return 0; });
  const Predictor predictor(with_embeddings(), with_embedder(fake));
  PredictorScratch scratch;
  const std::vector<std::string_view> texts{"invoice", "password", "refund"};
  predictor.predict_all(texts, scratch, [&](std::size_t, std::span<const models::Prediction>) { ++answers; });
  EXPECT_EQ(answers, 3);
  EXPECT_EQ(fake.embedded, 3);
  EXPECT_EQ(predictor.embedding("invoice").size(), 4U);
}

TEST(ServedModel, SaysWhyThereIsNoModel) {
  ServedModel served;
  try {
    served.required();
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNoModel);
  }
  served.explain_absence(Error(ErrorCode::kNoEmbedder, "No embedder."));
  try {
    served.required();
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "No embedder.");
  }
  served.replace(std::make_shared<const Predictor>(small_model()));
  EXPECT_EQ(served.required()->model().version, "v1");
}

}  // namespace
}  // namespace smartdesk::prediction

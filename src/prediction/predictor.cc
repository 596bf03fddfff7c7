#include "prediction/predictor.h"

#include <utility>

#include "core/error.h"

namespace smartdesk::prediction {
namespace {

std::shared_ptr<features::Embedder> embedder_of(const models::Model& model, const EmbedderSource& embedders) {
  if (model.embedder.empty()) return nullptr;
  auto embedder = embedders ? embedders(model.embedder) : nullptr;
  if (embedder && embedder->identity() == model.embedder) return embedder;
  throw Error(ErrorCode::kNoEmbedder,
              "The model reads embeddings of " + model.embedder + ", " +
                  (embedder ? "but there are only those of " + embedder->identity() : "which are not available here") +
                  ". Start the language model server that has them, or train a model without embeddings.");
}

}  // namespace

Predictor::Predictor(models::Model model, const PredictorOptions& options)
    : model_(std::move(model)),
      columns_(answer_columns(model_)),
      thresholds_(answer_thresholds(model_, options.abstain_below, options.error_budget)),
      embedder_(embedder_of(model_, options.embedders)) {
  model_.unknown_rate = options.unknown_rate;
  models::join_heads(model_);
}

std::vector<float> Predictor::embedding(std::string_view text) const {
  if (embedder_ == nullptr) return {};
  return std::move(embedder_->embed(std::span(&text, 1)).values);
}

std::span<const models::Prediction> Predictor::predict(std::string_view text, PredictorScratch& scratch) const {
  if (embedder_ == nullptr) {
    models::predict(model_, text, scratch.model, scratch.predictions);
  } else {
    models::predict(model_, text, scratch.model, scratch.predictions, embedding(text));
  }
  return scratch.predictions;
}

void Predictor::predict_all(std::span<const std::string_view> texts, PredictorScratch& scratch,
                            const Each& each) const {
  features::Embeddings embeddings;
  if (embedder_ != nullptr) embeddings = embedder_->embed(texts);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    models::predict(model_, texts[i], scratch.model, scratch.predictions,
                    embedder_ != nullptr ? embeddings.row(i) : std::span<const float>());
    each(i, scratch.predictions);
  }
}

void Predictor::answer(const AnswerColumn& column, std::span<const models::Prediction> predictions,
                       Answer& answer) const {
  answer_column(model_, column, thresholds_, predictions, answer);
}

}  // namespace smartdesk::prediction

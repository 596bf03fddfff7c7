// A trained model that is ready to answer tickets.
//
//   const Predictor predictor(models::load_model(path));
//   PredictorScratch scratch;
//   Answer answer;
//   const auto predictions = predictor.predict("I was charged twice", scratch);
//   for (const auto& column : predictor.columns()) predictor.answer(column, predictions, answer);

#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "features/embedder.h"
#include "models/model.h"
#include "prediction/answers.h"

namespace smartdesk::prediction {

// Finds the embedder with this identity (models::Model::embedder). Throws Error{kUnavailable} if it cannot be reached,
// Error{kNoEmbedder} if there is another one instead.
using EmbedderSource = std::function<std::shared_ptr<features::Embedder>(const std::string& identity)>;

struct PredictorOptions {
  double abstain_below = 0;  // 0 to 1; less probable answers are flagged kAbstain
  // More answers are flagged kAbstain so that at most this share of the others is wrong (above 0, below 1). A head
  // without judged rows then always abstains.
  std::optional<models::ErrorBudget> error_budget = {};
  EmbedderSource embedders = {};  // asked only for a model that reads embeddings; may be empty
  // 0 to below 1: the share of tickets like the training rows that are flagged kUnknown. 0 flags only texts without a
  // known word.
  double unknown_rate = models::kUnknownRate;
};

// The memory that predictions reuse; one per thread.
struct PredictorScratch {
  models::ModelScratch model;
  std::vector<models::Prediction> predictions;
};

// Immutable; safe to share between threads.
class Predictor {
 public:
  // Cost: some milliseconds. Throws Error{kNoEmbedder} if the model reads embeddings and `embedders` is empty or has
  // none, and what `embedders` throws.
  explicit Predictor(models::Model model, const PredictorOptions& options = {});

  const models::Model& model() const { return model_; }
  const std::vector<AnswerColumn>& columns() const { return columns_; }
  const Thresholds& thresholds() const { return thresholds_; }

  // One prediction per head, valid until the scratch is used again. Throws Error{kUnavailable} if the model reads
  // embeddings and the embedder cannot be reached.
  std::span<const models::Prediction> predict(std::string_view text, PredictorScratch& scratch) const;

  // Calls each(i, predictions of texts[i]) in order. Asks the embedder for all texts at once. Throws as predict() does.
  using Each = std::function<void(std::size_t i, std::span<const models::Prediction> predictions)>;
  void predict_all(std::span<const std::string_view> texts, PredictorScratch& scratch, const Each& each) const;

  // Reuses the memory of `answer`. predictions: all of predict(), not only those of the column.
  void answer(const AnswerColumn& column, std::span<const models::Prediction> predictions, Answer& answer) const;

  // The text's embedding; empty if the model reads none. Throws as predict() does.
  std::vector<float> embedding(std::string_view text) const;

 private:
  models::Model model_;
  std::vector<AnswerColumn> columns_;
  Thresholds thresholds_;
  std::shared_ptr<features::Embedder> embedder_;  // null: the model reads no embeddings
};

}  // namespace smartdesk::prediction

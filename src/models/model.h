// A trained model: one file that answers every task for a text.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/label_set.h"
#include "core/run.h"
#include "features/tfidf.h"
#include "models/abstention.h"
#include "models/calibration.h"
#include "models/classifier.h"
#include "models/novelty.h"
#include "models/origin.h"
#include "models/training_texts.h"

namespace smartdesk::models {

// A classifier that reads a text's embedding. Its scores times weight are added to the scores from the words.
struct EmbeddingClassifier {
  Classifier classifier;  // one column per dimension
  float weight = 1;
};

// The labels of a yes/no head, which answers one label of a column with several.
inline constexpr std::string_view kYes = "yes", kNo = "no";

// The part of a model that answers one task.
struct Head {
  std::string task;  // of a yes/no head: "column: label"
  LabelSet labels;
  Classifier classifier;
  Temperature temperature;
  Novelty novelty = {};
  std::vector<JudgedRow> judged = {};  // by cross-validation; at most kMostJudgedRows, chosen at random
  double cv_macro_f1 = 0;              // by cross-validation within the training rows
  double majority_accuracy = 0;        // in the training rows
  std::uint64_t training_rows = 0;
  std::string column = {}, member = {};  // of a yes/no head, else empty
  bool no_signal = false;                // in cross-validation it was no better than guessing
  std::optional<EmbeddingClassifier> embedding_classifier = {};
  // For people; empty in files of before they were stored.
  std::vector<std::uint64_t> label_rows = {};  // training rows by label
  std::vector<Setting> settings = {};          // of the classifier, chosen by cross-validation
};

inline constexpr std::size_t kMostJudgedRows = 50000;

class JointWeights;

// The share of tickets like the training rows that are flagged as unknown unless another is asked for.
inline constexpr double kUnknownRate = 0.05;

// Immutable after loading; safe to share between threads.
struct Model {
  features::Tfidf features;
  std::vector<Head> heads;
  std::string created_at;  // ISO 8601, UTC
  // The first 12 hex digits of the SHA-256 of everything but created_at and origin: equal rows and options give an
  // equal version. Set by save and load.
  std::string version;
  // Embedder::identity() of the embeddings that heads read; empty: no head reads embeddings.
  std::string embedder = {};
  TrainingTexts training_texts = {};               // of all heads (training/trained_rows.h)
  std::shared_ptr<const JointWeights> joint = {};  // see join_heads; not stored
  double unknown_rate = kUnknownRate;              // 0 to below 1; not stored
  Origin origin = {};
};

// Makes predict() faster if all heads are linear, with the same answers, by storing their weights together. Call it to
// answer many texts. Cost: some milliseconds and, per column, one float per label of all heads, rounded up to a
// multiple of 16.
void join_heads(Model& model);

// Scratch memory of predict(); one per thread.
struct ModelScratch {
  features::TfidfScratch features;
  std::vector<std::uint32_t> dimensions;
  std::vector<float> embedding_scores, scores;
};

// One head's answer to one text.
struct Prediction {
  std::vector<float> probabilities;  // one per label, summing to 1
  ClassIndex label = 0;              // the most probable
  float unknown_score = 0;           // from Novelty: 0 to 1, the higher the less like the training rows
  bool unknown = false;              // unknown_score is 1, or above 1 - Model::unknown_rate
  float probability() const { return probabilities[static_cast<std::size_t>(label)]; }
};

// predictions[h] is the answer of heads[h]. Resizes predictions as needed and allocates nothing if they fit. One pass
// over the text for all heads. embedding: the text's, if the model has an embedder; throws Error{kUnavailable} if it is
// missing.
void predict(const Model& model, std::string_view text, ModelScratch& scratch, std::vector<Prediction>& predictions,
             std::span<const float> embedding = {});

// Writes the format of docs/formats/model.md; the file is whole or absent. Returns the version.
std::string save_model(const Model& model, const std::string& path);

// Maps the file and checks magic, format version, bounds and checksum. Throws Error{kInvalidInput} naming the file and
// the fault (not a model, an older or newer format, damaged).
Model load_model(const std::string& path);

}  // namespace smartdesk::models

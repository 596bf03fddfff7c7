// What training leaves behind: one file that reads a text and answers every task it was trained for.

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

namespace smartdesk::models {

// Answers from a text's embedding; its scores, times weight, are added to those from the words.
struct EmbeddingClassifier {
  Classifier classifier;  // one column per dimension
  float weight = 1;
};

// The labels of a head that answers one label of several.
inline constexpr std::string_view kYes = "yes", kNo = "no";

// One task's answerer.
struct Head {
  std::string task;  // of a head that says yes or no to one label of several: "column: label"
  LabelSet labels;
  Classifier classifier;
  Temperature temperature;
  Novelty novelty = {};
  std::vector<JudgedRow> judged = {};  // by cross-validation; at most kMostJudgedRows, drawn at random
  double cv_macro_f1 = 0;              // by cross-validation inside the training rows
  double majority_accuracy = 0;        // in the training rows
  std::uint64_t training_rows = 0;
  std::string column = {}, member = {};  // of such a head, else empty
  bool no_signal = false;                // cross-validation was no better than always saying the commonest label
  std::optional<EmbeddingClassifier> embedding_classifier = {};
};

inline constexpr std::size_t kMostJudgedRows = 50000;

class JointWeights;

// Immutable after loading; safe to share between threads.
struct Model {
  features::Tfidf features;
  std::vector<Head> heads;
  std::string created_at;  // ISO 8601, UTC
  std::string version;     // first 12 hex digits of the file's SHA-256; set by save and load
  // Embedder::identity() of what made the embeddings that heads read; empty: none reads any.
  std::string embedder = {};
  std::shared_ptr<const JointWeights> joint = {};  // see join_heads; not stored
};

// Makes predict() faster where all heads are linear, with the same answers: their weights are laid side by side. For
// whoever answers many texts: it costs some milliseconds, and for each column a float per label of all heads, 16 at a
// time.
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
  ClassIndex label = 0;              // the likeliest
  float familiarity = 0;             // Novelty's
  bool unknown = false;              // the text is unlike what the head was trained on
  float probability() const { return probabilities[static_cast<std::size_t>(label)]; }
};

// predictions[h] is that of heads[h]; resized as needed, and nothing is allocated when it fits. One pass over the text
// for all heads. embedding: the text's, where the model has an embedder; throws Error{kUnavailable} where it is
// missing.
void predict(const Model& model, std::string_view text, ModelScratch& scratch, std::vector<Prediction>& predictions,
             std::span<const float> embedding = {});

// docs/formats/model.md. Whole or absent. save returns the version.
std::string save_model(const Model& model, const std::string& path);

// Maps the file; checks magic, format version, bounds and SHA-256. Throws Error{kInvalidInput} naming the file and what
// is wrong (not a model, a newer format, damaged).
Model load_model(const std::string& path);

}  // namespace smartdesk::models

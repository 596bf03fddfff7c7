// The words that decided: what each word of a ticket added to the score of a label.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/label_set.h"
#include "features/embedder.h"
#include "models/model.h"
#include "text/tokens.h"

namespace smartdesk::prediction {

struct DecidingWord {
  std::string word;   // as the ticket writes it; the first of its occurrences
  text::Span span;    // of that occurrence in the text, bytes
  double weight = 0;  // added to the score, all occurrences together; negative: spoke against
};

// score = constant + embedding + the sum of all weights, exactly (to float rounding).
struct Explanation {
  std::string task;
  std::string label;
  double probability = 0;
  double score = 0;
  double constant = 0;              // what the score is without a word
  double embedding = 0;             // what the text's embedding adds, where the head reads one
  std::vector<DecidingWord> words;  // strongest first, all of them
};

// Explains the predicted label of each head. Linear classifiers: exact, each n-gram's weight shared by its words.
// Trees: what the score loses when a word is left out, and the rest (words that only work together) in `constant`.
// Cost: about 1 ms for linear heads, one prediction per word for trees. Thread-safe.
// embedder: for a model that reads embeddings, else null.
std::vector<Explanation> explain(const models::Model& model, std::string_view text,
                                 features::Embedder* embedder = nullptr);

// For one classifier that is not part of a model yet.
Explanation explain_label(const features::Tfidf& features, const models::Classifier& classifier, ClassIndex label,
                          std::string_view text);

}  // namespace smartdesk::prediction

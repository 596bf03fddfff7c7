// Explains a prediction: how much each word of a ticket contributes to the score of a label.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/label_set.h"
#include "models/model.h"
#include "prediction/predictor.h"
#include "text/tokens.h"

namespace smartdesk::prediction {

struct DecidingWord {
  std::string word;               // first occurrence, as spelt in the ticket
  std::vector<text::Span> spans;  // of all occurrences in the text, ascending; bytes
  double weight = 0;              // contribution of all occurrences to the score; negative: against the label
};

// score = constant + embedding + the sum of all weights, exactly (to float rounding).
struct Explanation {
  std::string task;
  std::string label;
  double probability = 0;
  Trust trust = Trust::kSure;  // by the predictor's thresholds, for this head alone
  double score = 0;
  double constant = 0;              // the score without any word
  double embedding = 0;             // contribution of the text's embedding, if the head reads one
  std::vector<DecidingWord> words;  // strongest first, all of them
};

// Explains the predicted label of each head. Linear classifiers: exact, each n-gram's weight shared by its words.
// Trees: the score lost when a word is removed; the rest (effects of words together) is in `constant`.
// Cost: about 1 ms for linear heads, one prediction per word for trees. Thread-safe.
// Throws as Predictor::predict does.
std::vector<Explanation> explain(const Predictor& predictor, std::string_view text);

// Explains one classifier that is not part of a model yet.
Explanation explain_label(const features::Tfidf& features, const models::Classifier& classifier, ClassIndex label,
                          std::string_view text);

}  // namespace smartdesk::prediction

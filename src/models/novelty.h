// Detects tickets that are unlike those that the model was trained on.

#pragma once

#include <span>

namespace smartdesk::models {

// Compares a text with training rows in cross-validation: the share of its words that are known, and the score of its
// most probable label. The less familiar of the two counts. Immutable.
class Novelty {
 public:
  // Mean and standard deviation of both over the training rows, and the familiarity below which a text is unknown.
  struct Parameters {
    float known_mean = 0, known_deviation = 1, score_mean = 0, score_deviation = 1, threshold = -1e9F;
    bool operator==(const Parameters&) const = default;
  };

  Novelty() = default;  // only a text without a known word is unknown
  explicit Novelty(const Parameters& parameters) : parameters_(parameters) {}

  // known: for each judged row, the share of its words (0 to 1) that are in its fold's training part. top_scores: the
  // best score of each judged row. Both have the same length, which may be 0. One row in 100 will count as unknown.
  static Novelty fit(std::span<const float> known, std::span<const float> top_scores);

  // In standard deviations from the mean; lower is less familiar.
  float familiarity(float known, float top_score) const;
  // A text of which no word is known is always unknown.
  bool is_unknown(float known, float top_score) const {
    return known == 0 || familiarity(known, top_score) < parameters_.threshold;
  }

  const Parameters& parameters() const { return parameters_; }

 private:
  Parameters parameters_;
};

}  // namespace smartdesk::models

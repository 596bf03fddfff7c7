// Is a ticket unlike anything the model was trained on?

#pragma once

#include <span>

namespace smartdesk::models {

// Compares a text's familiarity with what training rows showed when they had not been seen: how much of its words is
// known, and how sure the likeliest label's score is. The less familiar of the two counts. Immutable.
class Novelty {
 public:
  // Mean and deviation of both over training rows, and the familiarity below which a text is unknown.
  struct Parameters {
    float known_mean = 0, known_deviation = 1, score_mean = 0, score_deviation = 1, threshold = -1e9F;
    bool operator==(const Parameters&) const = default;
  };

  Novelty() = default;  // knows everything
  explicit Novelty(const Parameters& parameters) : parameters_(parameters) {}

  // known: share of each judged row's words that its fold's training part had, 0 to 1; top_scores: its best score. One
  // row in 100 will count as unknown. Both of one length, which may be 0.
  static Novelty fit(std::span<const float> known, std::span<const float> top_scores);

  // In deviations from the mean; lower is stranger.
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

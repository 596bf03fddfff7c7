// Temperature scaling calibrates the probabilities of a row. The temperature depends on the row's best score and on its
// lead: a single temperature makes clear cases too uncertain and the others too certain.
// Guo et al., "On Calibration of Modern Neural Networks", ICML 2017; Tomani et al., "Parameterized Temperature
// Scaling", ECCV 2022. The order of the classes never changes.

#pragma once

#include <span>

#include "core/label_set.h"

namespace smartdesk::models {

// A fitted temperature. Immutable; safe to share between threads.
class Temperature {
 public:
  // ln(1 / temperature) of a row is base + per_top * best score + per_lead * (best - second), within [lowest, highest].
  struct Parameters {
    float base = 0, per_top = 0, per_lead = 0, lowest = 0, highest = 0;
    bool operator==(const Parameters&) const = default;
  };

  // scores: rows × classes, row-major, any scale, from rows the classifier was not fitted on.
  // truth: one class index per row, with the target probability 1 - 1 / (rows + 2) (Platt's targets: a small sample
  // without an error does not prove certainty). Minimises log loss by Newton steps. Temperatures stay in the range of
  // the fitted rows, which is within [0.01, 100]. Throws Error{kInvalidInput} if the shapes disagree, there is no row,
  // or a score is not finite. Cost: about 20 passes over the scores, no allocation per row.
  static Temperature fit(std::span<const float> scores, std::span<const ClassIndex> truth, int classes);

  // The same temperature for every row.
  explicit Temperature(float value = 1);
  explicit Temperature(const Parameters& parameters) : parameters_(parameters) {}

  // Turns one row of scores into probabilities that sum to 1 (may be the same memory).
  void apply(std::span<const float> scores, std::span<float> probabilities) const;

  // The temperature of one row of scores.
  float of(std::span<const float> scores) const;

  const Parameters& parameters() const { return parameters_; }

 private:
  Parameters parameters_;
};

}  // namespace smartdesk::models

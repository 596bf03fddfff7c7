// Temperature scaling: one positive number that makes a classifier's probabilities honest.
// Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.

#pragma once

#include <span>

#include "core/label_set.h"

namespace smartdesk {

// A fitted temperature. Immutable; safe to share between threads.
class Temperature {
 public:
  // scores: rows × classes, row-major, any scale, from rows the classifier was not fitted on.
  // truth: one class index per row, each believed but for one part in rows + 2 (Platt's targets: a small sample without
  // an error does not prove certainty). Minimises log loss by Newton steps on log T, within [0.01, 100].
  // Throws Error{kInvalidInput} if the shapes disagree, there is no row, or a score is not finite.
  // Cost: about 10 passes over the scores, no allocation per row.
  static Temperature fit(std::span<const float> scores, std::span<const ClassIndex> truth, int classes);

  explicit Temperature(float value = 1) : value_(value) {}

  // One row of scores in, probabilities that sum to 1 out (may be the same memory).
  void apply(std::span<const float> scores, std::span<float> probabilities) const;

  float value() const { return value_; }

 private:
  float value_;
};

}  // namespace smartdesk

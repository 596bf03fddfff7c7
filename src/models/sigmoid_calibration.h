// Platt scaling: each label's scores become probabilities by a logistic curve of their own. Unlike a temperature, which
// keeps the order of the labels, it corrects labels that a classifier scores too high or too low as a whole.
// Platt, "Probabilistic Outputs for Support Vector Machines", 1999; fitted as in Lin, Lin and Weng, "A Note on Platt's
// Probabilistic Outputs for Support Vector Machines", Machine Learning 68, 2007.

#pragma once

#include <span>
#include <vector>

#include "core/label_set.h"

namespace smartdesk::models {

// A fitted curve per label. Immutable; safe to share between threads.
class SigmoidCalibration {
 public:
  // scores: rows × classes, row-major, any scale, from rows the classifier was not fitted on. truth: one class index
  // per row. Minimises each label's log loss with Platt's targets, by Newton steps. Throws Error{kInvalidInput} if the
  // shapes disagree, there is no row, or a score is not finite. Cost: about 10 passes over the scores.
  static SigmoidCalibration fit(std::span<const float> scores, std::span<const ClassIndex> truth, int classes);

  // Turns one row of scores into probabilities that sum to 1 (may be the same memory).
  void apply(std::span<const float> scores, std::span<float> probabilities) const;

 private:
  struct Curve {
    double slope = 0, constant = 0;  // the log odds of the label are slope × score + constant
  };
  static Curve fit_curve(std::span<const double> scores, std::span<const double> targets);

  std::vector<Curve> curves_;  // by class
};

}  // namespace smartdesk::models

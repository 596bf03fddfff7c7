// Compares the predictions of two classifiers for the same rows.
// Sources: McNemar, "Note on the sampling error of the difference between correlated proportions", 1947 (accuracy);
// Efron and Tibshirani, "An Introduction to the Bootstrap", 1993 (macro F1: resamples of rows, both classifiers on
// each).

#pragma once

#include <span>

#include "models/metrics.h"

namespace smartdesk::models {

// Differences are the first classifier's figure minus the second one's.
struct Comparison {
  int rows = 0;
  double macro_f1_difference = 0;
  Interval macro_f1_interval;  // 95 % of that difference, 1,000 resamples, seeded
  double accuracy_difference = 0;
  int only_first = 0, only_second = 0;  // rows on which only this one is right
  double p_value = 1;                   // of the accuracies (mcnemar_p_value)
};

// classes: all labels of both classifiers and of the truth; each macro F1 counts those that its classifier predicts or
// that are true, as Metrics does. Throws Error{kInvalidInput} if the lengths disagree or there is no row. Cost: that of
// 2,000 passes over the rows.
Comparison compare(std::span<const ClassIndex> first, std::span<const ClassIndex> second,
                   std::span<const ClassIndex> truth, int classes);

}  // namespace smartdesk::models

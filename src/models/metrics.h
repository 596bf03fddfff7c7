// Standard measures of prediction quality, with the uncertainty of a finite test set.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/label_set.h"

namespace smartdesk::models {

struct ClassMetrics {
  double precision = 0;  // 0 if the class was never predicted
  double recall = 0;
  double f1 = 0;
  int support = 0;  // rows of this class
};

struct Interval {
  double low = 0;
  double high = 0;
};

// Averages run over the classes that occur in truth or predictions, as scikit-learn's do.
struct Metrics {
  int rows = 0;
  double accuracy = 0;
  double weighted_f1 = 0;
  double macro_f1 = 0;
  double macro_precision = 0;
  double macro_recall = 0;
  double log_loss = 0;       // natural logarithm, probabilities clipped at 1e-7
  double ece = 0;            // expected calibration error of the top label, 15 bins of equal width
  double ece_floor = 0;      // a perfect calibration with these probabilities exceeds this ece in 1 of 20 such samples
  double ece_floor_995 = 0;  // and this one in 1 of 200; both from 2,000 draws, seeded
  double majority_accuracy = 0;  // of always predicting the commonest class of `truth`
  std::vector<ClassMetrics> per_class;
  std::vector<std::vector<int>> confusion;  // [truth][predicted]
  Interval accuracy_interval;               // 95 %, bootstrap over rows, 1,000 resamples, seeded
  Interval macro_f1_interval;
};

// probabilities: rows × classes, row-major; the prediction is the highest (the first of equals).
// Throws Error{kInvalidInput} if shapes disagree or there is no row.
Metrics measure(std::span<const float> probabilities, std::span<const ClassIndex> truth, int classes);

// The same from labels only, for example of a baseline; log_loss, ece and the intervals are 0. Cost: one pass.
Metrics measure_labels(std::span<const ClassIndex> predicted, std::span<const ClassIndex> truth, int classes);

// The ece of Metrics, from the probability of each row's prediction and whether it was right. As many of both, at least
// one.
double ece_of(std::span<const double> top, const std::vector<bool>& right);

// Index of the highest score of each row.
std::vector<ClassIndex> top_labels(std::span<const float> scores, int classes);

// McNemar's exact two-sided test: the probability that the disagreements of equally good classifiers are split at least
// this unevenly.
double mcnemar_p_value(std::span<const ClassIndex> first, std::span<const ClassIndex> second,
                       std::span<const ClassIndex> truth);

// 95 % interval of the share that `right` of `rows` estimate; 0 to 1 without rows. Wilson, "Probable Inference", 1927.
// It holds for few rows and for shares near 0 and 1, where a bootstrap gives intervals that are too short.
Interval wilson_interval(int right, int rows);

// The rows whose prediction is at least as probable as `threshold`: at least the share `coverage` of all, and more
// where rows are equally probable.
struct CoveragePoint {
  double coverage;
  double threshold;
  double accuracy;
  double next = 0;  // the highest probability below the threshold; 0 if there is none
};
// At 100, 95, … 5 %.
std::vector<CoveragePoint> coverage_curve(std::span<const float> probabilities, std::span<const ClassIndex> truth,
                                          int classes);

}  // namespace smartdesk::models

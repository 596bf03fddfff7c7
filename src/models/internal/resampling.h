// Scores of many resamples of the same rows, for bootstrap intervals.
// Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993 (percentile intervals, pairs of rows).

#pragma once

#include <vector>

#include "core/label_set.h"
#include "models/metrics.h"

namespace smartdesk::models {

inline constexpr int kResamples = 1000;

// How often each label is true, predicted and both. Reused from resample to resample.
class LabelCounts {
 public:
  explicit LabelCounts(int classes);
  void clear();
  void add(ClassIndex truth, ClassIndex predicted);

  // As in Metrics. There must be a row.
  double accuracy() const;
  double macro_f1() const;

 private:
  std::vector<int> support_, predicted_, right_;  // by label
  int rows_ = 0;
};

// The middle 95 % of kResamples values. Sorts them.
Interval middle_95(std::vector<double>& values);

}  // namespace smartdesk::models

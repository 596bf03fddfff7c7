// The number of rows of each class, and class weights that balance them.

#pragma once

#include <cmath>
#include <vector>

#include "models/classifier.h"

namespace smartdesk::models {

inline std::vector<double> class_counts(const TrainingRows& training) {
  std::vector<double> counts(static_cast<std::size_t>(training.classes), 0);
  for (const auto label : training.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

// (n / (classes * count))^balance: 1 is scikit-learn's "balanced", 0 leaves every class at 1.
inline std::vector<double> class_weights(const TrainingRows& training, double balance) {
  auto weights = class_counts(training);
  const double rows = static_cast<double>(training.labels.size());
  for (auto& weight : weights) weight = weight > 0 ? std::pow(rows / (training.classes * weight), balance) : 1;
  return weights;
}

}  // namespace smartdesk::models

// How many rows each class has, and the weights that make classes count alike.

#pragma once

#include <vector>

#include "models/classifier.h"

namespace smartdesk {

inline std::vector<double> class_counts(const TrainingRows& training) {
  std::vector<double> counts(static_cast<std::size_t>(training.classes), 0);
  for (const auto label : training.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

// n / (classes * count), scikit-learn's "balanced"; 1 for every class if not balanced.
inline std::vector<double> class_weights(const TrainingRows& training, bool balanced) {
  auto weights = class_counts(training);
  const double rows = static_cast<double>(training.labels.size());
  for (auto& weight : weights) weight = balanced && weight > 0 ? rows / (training.classes * weight) : 1;
  return weights;
}

}  // namespace smartdesk

#include "models/naive_bayes.h"

#include <algorithm>
#include <cmath>

#include "models/internal/class_weights.h"

namespace smartdesk::models {

LinearModel fit_naive_bayes(const TrainingRows& training, const FitOptions& options, const Run& run) {
  run.stop_if_asked();
  const auto classes = static_cast<std::size_t>(training.classes);
  const std::size_t columns = training.rows.columns();
  std::vector<double> mass(columns * classes, options.smoothing);
  std::vector<double> total(classes, options.smoothing * static_cast<double>(columns));
  for (std::size_t i = 0; i < training.labels.size(); ++i) {
    const auto label = static_cast<std::size_t>(training.labels[i]);
    const auto row = training.rows.row(i);
    for (std::size_t j = 0; j < row.size(); ++j) {
      mass[row.columns[j] * classes + label] += row.values[j];
      total[label] += row.values[j];
    }
  }
  std::vector<float> weights(mass.size()), intercepts(classes);
  for (std::size_t i = 0; i < mass.size(); ++i) weights[i] = static_cast<float>(std::log(mass[i] / total[i % classes]));
  const auto counts = class_counts(training);
  for (std::size_t c = 0; c < classes; ++c) {
    // A class without rows gets a very low constant, not minus infinity.
    intercepts[c] =
        static_cast<float>(std::log(std::max(counts[c], 1e-9) / static_cast<double>(training.labels.size())));
  }
  return LinearModel::from(std::move(weights), std::move(intercepts));
}

}  // namespace smartdesk::models

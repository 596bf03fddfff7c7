#include "models/class_evidence.h"

#include <cmath>

#include "models/internal/class_weights.h"

namespace smartdesk::models {
namespace {

constexpr double kShare = 0.75;
constexpr double kPseudoRows = 1;

}  // namespace

std::vector<float> class_evidence(const TrainingRows& training) {
  const auto classes = static_cast<std::size_t>(training.classes);
  const std::size_t columns = training.rows.columns();
  std::vector<std::uint32_t> present(columns * classes, 0);
  for (std::size_t i = 0; i < training.labels.size(); ++i) {
    const auto label = static_cast<std::size_t>(training.labels[i]);
    for (const auto column : training.rows.row(i).columns) ++present[column * classes + label];
  }
  auto share_of_class = class_counts(training);
  for (auto& share : share_of_class) share /= static_cast<double>(training.labels.size());

  std::vector<float> evidence(columns, 0);
  double sum = 0;
  std::size_t seen = 0;
  for (std::size_t column = 0; column < columns; ++column) {
    const auto* counts = present.data() + column * classes;
    double rows = 0;
    for (std::size_t k = 0; k < classes; ++k) rows += counts[k];
    if (rows == 0) continue;
    const double absent = std::log((rows + kPseudoRows) / kPseudoRows);  // of a class without the column
    double total = absent * static_cast<double>(classes);
    for (std::size_t k = 0; k < classes; ++k) {
      if (counts[k] == 0) continue;
      const double expected = (rows + kPseudoRows) * share_of_class[k];
      total += std::abs(std::log((counts[k] + kPseudoRows * share_of_class[k]) / expected)) - absent;
    }
    evidence[column] = static_cast<float>(total / static_cast<double>(classes));
    sum += static_cast<double>(evidence[column]);
    ++seen;
  }
  const double mean = sum / static_cast<double>(seen);
  for (auto& factor : evidence) {
    factor = mean > 0 ? static_cast<float>((1 - kShare) + kShare * static_cast<double>(factor) / mean) : 1;
  }
  return evidence;
}

}  // namespace smartdesk::models

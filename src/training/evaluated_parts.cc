#include "training/evaluated_parts.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace smartdesk::training {
namespace {

struct Part {
  std::vector<ClassIndex> truth, predicted;

  // Numbers the labels that occur from 0, so that a part of few rows costs little however many labels there are.
  // Returns how many there are.
  int renumber_labels() {
    std::map<ClassIndex, ClassIndex> numbers;
    for (auto* labels : {&truth, &predicted}) {
      for (auto& label : *labels)
        label = numbers.try_emplace(label, static_cast<ClassIndex>(numbers.size())).first->second;
    }
    return static_cast<int>(numbers.size());
  }
};

PartEvaluation evaluation_of(std::string_view value, Part part) {
  const int labels = part.renumber_labels();
  const auto metrics = models::measure_labels(part.predicted, part.truth, labels);
  const auto right = static_cast<int>(std::lround(metrics.accuracy * metrics.rows));
  return {std::string(value), metrics.rows, metrics.accuracy, models::wilson_interval(right, metrics.rows),
          metrics.macro_f1};
}

}  // namespace

std::vector<PartEvaluation> evaluate_parts(std::span<const std::string_view> values,
                                           std::span<const ClassIndex> predicted, std::span<const ClassIndex> truth) {
  std::map<std::string_view, Part> parts;
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& part = parts[values[i]];
    part.truth.push_back(truth[i]);
    part.predicted.push_back(predicted[i]);
  }
  std::vector<PartEvaluation> evaluations;
  for (auto& [value, part] : parts) evaluations.push_back(evaluation_of(value, std::move(part)));
  std::stable_sort(evaluations.begin(), evaluations.end(),
                   [](const PartEvaluation& a, const PartEvaluation& b) { return a.rows > b.rows; });
  return evaluations;
}

}  // namespace smartdesk::training

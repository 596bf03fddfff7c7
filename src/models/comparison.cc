#include "models/comparison.h"

#include "core/error.h"
#include "core/random.h"
#include "models/internal/resampling.h"

namespace smartdesk::models {
namespace {

struct Pair {
  std::span<const ClassIndex> first, second, truth;
  LabelCounts first_counts, second_counts;

  void clear() {
    first_counts.clear();
    second_counts.clear();
  }
  void add(std::size_t row) {
    first_counts.add(truth[row], first[row]);
    second_counts.add(truth[row], second[row]);
  }
  double macro_f1_difference() const { return first_counts.macro_f1() - second_counts.macro_f1(); }
};

Interval bootstrapped(Pair& pair) {
  Random random(42);
  std::vector<double> differences;
  for (int sample = 0; sample < kResamples; ++sample) {
    pair.clear();
    for (std::size_t i = 0; i < pair.truth.size(); ++i) pair.add(random.below(pair.truth.size()));
    differences.push_back(pair.macro_f1_difference());
  }
  return middle_95(differences);
}

}  // namespace

Comparison compare(std::span<const ClassIndex> first, std::span<const ClassIndex> second,
                   std::span<const ClassIndex> truth, int classes) {
  if (truth.empty() || first.size() != truth.size() || second.size() != truth.size())
    throw Error(ErrorCode::kInvalidInput, "There are no rows to compare, or predictions and truth differ in number.");
  Pair pair{first, second, truth, LabelCounts(classes), LabelCounts(classes)};
  Comparison result;
  result.rows = static_cast<int>(truth.size());
  for (std::size_t row = 0; row < truth.size(); ++row) {
    pair.add(row);
    const bool first_right = first[row] == truth[row], second_right = second[row] == truth[row];
    result.only_first += first_right && !second_right;
    result.only_second += second_right && !first_right;
  }
  result.macro_f1_difference = pair.macro_f1_difference();
  result.accuracy_difference = pair.first_counts.accuracy() - pair.second_counts.accuracy();
  result.p_value = mcnemar_p_value(first, second, truth);
  result.macro_f1_interval = bootstrapped(pair);
  return result;
}

}  // namespace smartdesk::models

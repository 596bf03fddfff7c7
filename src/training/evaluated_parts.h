// Figures of parts of the evaluated rows: those of one language, or with one value in a column.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/label_set.h"
#include "models/metrics.h"

namespace smartdesk::training {

struct PartEvaluation {
  std::string value;  // that the rows of this part have in common; may be empty
  int rows = 0;
  double accuracy = 0;
  models::Interval accuracy_interval;  // 95 %, Wilson
  double macro_f1 = 0;                 // over the labels that occur in this part or are predicted in it
};

// One part per value, the largest first, then by value. values, predicted and truth: one per row. Cost: O(n log n).
std::vector<PartEvaluation> evaluate_parts(std::span<const std::string_view> values,
                                           std::span<const ClassIndex> predicted, std::span<const ClassIndex> truth);

}  // namespace smartdesk::training

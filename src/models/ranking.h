// How well probabilities rank the rows of a label above the others, whatever threshold is chosen.
// Sources: Fawcett, "An introduction to ROC analysis", 2006 (area under the curve, ties count half); average precision
// as scikit-learn defines it: the sum over thresholds of precision times the recall gained, without interpolation.

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/label_set.h"

namespace smartdesk::models {

// One label against all others. Empty for a label that all rows have, or none.
struct LabelRanking {
  std::optional<double> roc_auc;            // 0.5: as good as chance
  std::optional<double> average_precision;  // as good as chance: the label's share of the rows
};

struct Ranking {
  LabelRanking macro;                   // mean over the labels that have figures; empty if none has
  std::vector<LabelRanking> per_label;  // by ClassIndex
};

// probabilities: rows × classes, row-major, finite. Throws Error{kInvalidInput} if shapes disagree or there is no row.
// Cost: a sort of the rows per label.
Ranking rank(std::span<const float> probabilities, std::span<const ClassIndex> truth, int classes);

}  // namespace smartdesk::models

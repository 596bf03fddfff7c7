// Finds labels that are likely wrong from the probabilities of classifiers that have not seen the rows.
// Source: Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 2021, with
// pruning by noise rate, as find_label_issues of cleanlab 2.9 does by default. Counts are rounded to whole rows; where
// cleanlab rounds up one of several equal fractions arbitrarily, the label that a row leans to most is taken.

#pragma once

#include <span>
#include <vector>

#include "core/label_set.h"

namespace smartdesk::training {

struct JudgedLabel {
  ClassIndex suggested = 0;  // the most probable label; that of the row if no other is more probable
  double score = 0;          // 0 to 1: p / (p + that of the row's label), p of the best other label
  bool is_suspect = false;   // likely wrong; then suggested is another label
};

// probabilities: rows × classes, each row from 0 to 1 with sum 1. labels: one class per row, 0 to classes - 1; classes
// without a row are allowed. Returns one judgement per row. At least one row of each label is no suspect. Throws
// Error{kInvalidInput} if the shapes disagree or a probability is not a number from 0 to 1. Cost: linear in the
// probabilities, plus one pass over the rows of a label for each other label that it is confused with; memory for
// classes × classes numbers. Safe for concurrent calls.
std::vector<JudgedLabel> judge_labels(std::span<const float> probabilities, std::span<const ClassIndex> labels,
                                      int classes);

}  // namespace smartdesk::training

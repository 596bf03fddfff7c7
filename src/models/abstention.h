// Chooses which tickets to leave to people: thresholds that keep the error of the answers within a budget.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/label_set.h"

namespace smartdesk::models {

// The prediction for a row by a classifier that was not trained on it, and whether it was right.
struct JudgedRow {
  ClassIndex predicted = 0;
  float probability = 0;  // of the predicted label
  bool right = false;
  bool operator==(const JudgedRow&) const = default;
};

// One threshold per class: a prediction of the class is answered if its probability is at least this. Above 1: never.
struct AnswerRule {
  std::vector<float> thresholds;
  double coverage = 0;  // share of the judged rows that are answered; 0: no promise can be given
  double error = 0;     // share of the answers that are wrong
};

// kAllAnswers: the budget holds for all answers together, with one threshold. kEachLabel: for the answers of each label
// by themselves, each with its own threshold; a label without a threshold that keeps it is never answered.
enum class BudgetScope { kAllAnswers, kEachLabel };

struct ErrorBudget {
  double share;  // 0 to 1: at most this share of the answers may be wrong
  BudgetScope scope = BudgetScope::kAllAnswers;
};

// The lowest thresholds at which the upper end of the 95 % Clopper-Pearson interval of the error on the judged rows is
// within the budget. The interval allows for the luck of these rows; a new set of rows, like those that were judged,
// may still exceed the budget by its own luck. A larger share never answers fewer rows. Cost: O(n log n).
AnswerRule keep_error_within(const ErrorBudget& budget, std::span<const JudgedRow> judged, int classes);

// The fewest judged rows that can keep a share (above 0, below 1), if all of them are right: 183 for 2 %.
std::size_t fewest_rows_for(double share);

// A threshold in as few decimals as separate the same rows: rounded down, at least two decimals, and above `next`, the
// highest probability below the threshold (0 if there is none). "0.83", "0.999994". Whoever passes the printed number
// back gets the rows that the threshold was measured on. next < threshold.
std::string threshold_text(double threshold, double next);

}  // namespace smartdesk::models

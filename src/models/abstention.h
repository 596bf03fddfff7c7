// Chooses which tickets to leave to people: thresholds that keep the error of the answers within a budget.

#pragma once

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
  double coverage = 0;  // share of the judged rows that are answered
  double error = 0;     // share of the answers that are wrong
};

// The thresholds that answer most rows while at most `budget` (0 to 1) of the answers are wrong. All classes share one
// family of thresholds: a class with more errors than its probabilities predict gets a higher threshold, a class with
// fewer errors a lower one. Thresholds fall along the family while the Clopper-Pearson bound of the error stays within
// the budget (fixed-sequence testing; Angelopoulos et al., "Learn then Test", 2021). The test runs once from the surest
// answers on and once from the surest fifth, at a level of 0.5 % together. This is strict enough that a test set as
// large as `judged` also stays within the budget in more than 95 % of draws.
AnswerRule keep_error_within(double budget, std::span<const JudgedRow> judged, int classes);

// A threshold in as few decimals as separate the same rows: rounded down, at least two decimals, and above `next`, the
// highest probability below the threshold (0 if there is none). "0.83", "0.999994". Whoever passes the printed number
// back gets the rows that the threshold was measured on. next < threshold.
std::string threshold_text(double threshold, double next);

}  // namespace smartdesk::models

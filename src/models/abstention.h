// When to leave a ticket to a person: thresholds that keep a promised error.

#pragma once

#include <span>
#include <vector>

#include "core/label_set.h"

namespace smartdesk::models {

// What became of one row's prediction by a classifier that had not seen the row.
struct JudgedRow {
  ClassIndex predicted = 0;
  float probability = 0;  // of the predicted label
  bool right = false;
  bool operator==(const JudgedRow&) const = default;
};

// One threshold per class: predictions of the class are answered from this probability on. Above 1: never.
struct AnswerRule {
  std::vector<float> thresholds;
  double coverage = 0;  // share of the judged rows that is answered
  double error = 0;     // of those, share that is wrong
};

// The thresholds that answer most while at most `budget` (0 to 1) of the answers are wrong. All classes share one
// family: a class whose errors exceed what its probabilities say (or fall short) has its threshold raised (or lowered)
// to match. Along the family thresholds fall while the Clopper-Pearson bound of the error stays within the budget
// (fixed-sequence testing; Angelopoulos et al., "Learn then Test", 2021), once from the surest answers on and once from
// the surest fifth, at a level of 0.5 % together: strict enough that also the errors of a test set as large as `judged`
// stay within it in more than 95 % of draws.
AnswerRule keep_error_within(double budget, std::span<const JudgedRow> judged, int classes);

}  // namespace smartdesk::models

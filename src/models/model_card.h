// The figures of a trained model for people: how good it is by cross-validation, and what it cannot do.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/metrics.h"
#include "models/model.h"

namespace smartdesk::models {

// What keep_error_within gives for one error budget, by cross-validation.
struct BudgetFigures {
  double budget = 0;    // 0 to 1
  double coverage = 0;  // share of tickets that are answered; 0: no promise can be given
  double error = 0;     // share of those answers that were wrong
};

// Of the judged rows of a head; all 0 and no budgets if it has none.
struct HeadFigures {
  std::uint64_t judged_rows = 0;
  double accuracy = 0;
  Interval accuracy_95;                // Clopper and Pearson, 1934
  double ece = 0;                      // as in Metrics
  std::vector<BudgetFigures> budgets;  // 2, 5 and 10 %
};

// Cost: some passes over the judged rows.
HeadFigures figures_of(const Head& head);

// Labels with fewer training rows than this are listed among what a model cannot do.
inline constexpr std::uint64_t kFewLabelRows = 10;

// What the model cannot do, each a sentence: no signal, not right more often than the most common label, labels with
// few rows, languages that it has hardly seen, embeddings that it needs. Empty if nothing is known.
std::vector<std::string> limits_of(const Model& model);

}  // namespace smartdesk::models

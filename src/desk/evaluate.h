// How good a saved model is on labelled rows that it has not seen.

#pragma once

#include <string>
#include <vector>

#include "desk/dataset.h"
#include "models/metrics.h"
#include "models/model.h"

namespace smartdesk {

struct TaskEvaluation {
  std::string task;
  LabelSet labels;
  Metrics metrics;
  std::vector<CoveragePoint> coverage;
  bool no_signal = false;  // predictions have nothing to do with the truth (exact binomial test, 1 %)
};

struct Evaluation {
  std::string model_version;
  std::vector<TaskEvaluation> tasks;  // the model's heads that the dataset has labels for
  std::vector<std::string> warnings;  // each a sentence
};

// Throws Error{kInvalidInput} naming file, task and labels if a task has a row with a label that the model does not
// know: a figure without those rows would flatter.
Evaluation evaluate(const Model& model, const Dataset& dataset, const Run& run);

}  // namespace smartdesk

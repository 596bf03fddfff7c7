// Compares a model with another one on the same labelled rows.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/comparison.h"
#include "prediction/predictor.h"
#include "training/dataset.h"

namespace smartdesk::training {

// A difference counts where chance explains it in at most 1 of 20 comparisons of equal models.
enum class ComparisonVerdict {
  kBetter,        // the model is better by macro F1 or accuracy, and worse by neither
  kWorse,         // the other one is
  kNoDifference,  // that these rows could show
  kMixed,         // one is better by macro F1, the other by accuracy
};

struct TaskComparison {
  std::string task;
  models::Comparison figures;  // first: the model; second: the other one
  double other_accuracy = 0, other_macro_f1 = 0;
  std::size_t other_unknown_rows = 0;  // with labels that the other model does not know; they are wrong for it
  ComparisonVerdict verdict = ComparisonVerdict::kNoDifference;
  std::string sentence;  // the verdict with its figures; a capital and a full stop
};

struct ModelComparison {
  std::string other, other_version;
  std::vector<TaskComparison> tasks;  // of both models that the dataset has labels for, in the model's order
  std::vector<std::string> warnings;  // each a sentence: tasks of one model only, rows that the other was trained on
};

// name: of the other model, for sentences. A label that one of the models does not know is wrong for it, whatever it
// predicts; labels of the other model that are spellings of one of the model's are that label. Throws
// Error{kInvalidInput} if the models have no task in common that the dataset has labels for. Cost: that of predicting
// with both, and of models::compare.
ModelComparison compare_models(const prediction::Predictor& model, const prediction::Predictor& other,
                               const std::string& name, const Dataset& dataset, const Run& run);

}  // namespace smartdesk::training

// Evaluates a saved model on labelled rows that it has not seen.

#pragma once

#include <string>
#include <vector>

#include "models/metrics.h"
#include "models/model.h"
#include "models/ranking.h"
#include "prediction/predictor.h"
#include "training/dataset.h"
#include "training/evaluated_parts.h"
#include "training/verdict.h"

namespace smartdesk::training {

struct TaskEvaluation {
  std::string task;
  LabelSet labels;               // of the model and of the rows
  std::size_t unknown_rows = 0;  // with labels that the model does not know; all figures count them as wrong
  models::Metrics metrics;
  std::vector<models::CoveragePoint> coverage;
  models::Ranking ranking;
  std::vector<PartEvaluation> languages;  // from the file, or else detected (ISO 639-1); empty if there is only one
  std::vector<PartEvaluation> parts;      // by the value in Dataset::group_column; empty if there is none
  Verdict verdict;
};

// A multi-label column, over all its labels together.
struct ColumnEvaluation {
  std::string column;
  int rows = 0;
  double exact = 0;     // share of the rows with all labels correct
  double macro_f1 = 0;  // of "yes", over the labels
};

struct Evaluation {
  std::string model_version;
  std::vector<TaskEvaluation> tasks;  // the model's heads that the dataset has labels for
  std::vector<ColumnEvaluation> columns;
  std::vector<std::string> warnings;  // each a sentence
};

// Rows with a label that the model does not know count as wrong, and a warning names their labels: figures without them
// would be too high. A warning also says if the model was trained on some of the rows. Throws Error{kInvalidInput}
// naming file, line, task and labels if no row has a label that the model knows, or if more than 1,000 labels are
// unknown.
Evaluation evaluate(const prediction::Predictor& predictor, const Dataset& dataset, const Run& run);

}  // namespace smartdesk::training

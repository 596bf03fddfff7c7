// Measures the benefit of a language model behind a local one: number of calls against quality, on tickets with trusted
// labels.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/label_set.h"
#include "core/run.h"
#include "labelling/local_answers.h"
#include "labelling/ticket_labeller.h"
#include "training/dataset.h"

namespace smartdesk::labelling {

// One ticket with trusted labels and the answers of both models; one label per task.
struct CascadeRow {
  double least_probable = 0;  // lowest probability among the local model's answers
  std::vector<ClassIndex> local, llm, truth;
};

struct CascadePoint {
  double threshold = 0;  // tickets with a lower local probability go to the language model
  double llm_share = 0;  // 0 to 1
  double macro_f1 = 0;   // mean over tasks
  double accuracy = 0;
  double next = 0;  // the highest local probability below the threshold; 0 if there is none
};

struct CascadeCurve {
  std::string data;  // source of the tickets
  std::size_t rows = 0;
  std::vector<CascadePoint> points;  // from 0 % to 100 % of calls, in steps of 5 %
  std::size_t chosen = 0;            // the point with the fewest calls that is at most `most_lost` below the best
};

// classes: number of labels per task. Throws Error{kInvalidInput} if there is no row.
CascadeCurve cascade_curve(std::span<const CascadeRow> rows, std::span<const int> classes, double most_lost = 0.01);

// Answers, with both models, the rows that have a label for each of the labeller's tasks, at most `most_rows` of them,
// drawn at random. If the language model fails, the local answer is used. Cost: one call per row that is not cached.
CascadeCurve measure_cascade(TicketLabeller& labeller, const LocalModel& model, const training::Dataset& trusted,
                             std::size_t most_rows, int concurrency, const Run& run);

}  // namespace smartdesk::labelling

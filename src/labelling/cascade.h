// How much a language model is worth behind a local one: calls against quality, measured on tickets whose labels can be
// trusted.

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

// One ticket with trusted labels, as both answer it; one label per task.
struct CascadeRow {
  double least_probable = 0;  // of the local model's answers
  std::vector<ClassIndex> local, llm, truth;
};

struct CascadePoint {
  double threshold = 0;  // tickets with a less probable local answer go to the language model
  double llm_share = 0;  // 0 to 1
  double macro_f1 = 0;   // mean over tasks
  double accuracy = 0;
};

struct CascadeCurve {
  std::string data;  // which tickets
  std::size_t rows = 0;
  std::vector<CascadePoint> points;  // from no call to only calls, every 5 %
  std::size_t chosen = 0;            // the fewest calls at no more than `most_lost` below the best point
};

// classes: labels per task. Throws Error{kInvalidInput} if there is no row.
CascadeCurve cascade_curve(std::span<const CascadeRow> rows, std::span<const int> classes, double most_lost = 0.01);

// Has both answer the data set's rows that bear all of the labeller's tasks, at most `most_rows` of them drawn at
// random. A ticket that the language model fails on keeps the local answer. Cost: one call per row (cached ones aside).
CascadeCurve measure_cascade(TicketLabeller& labeller, const LocalModel& model, const training::Dataset& trusted,
                             std::size_t most_rows, int concurrency, const Run& run);

}  // namespace smartdesk::labelling

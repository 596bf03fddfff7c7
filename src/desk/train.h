// Labelled rows in, one model file with a head per task out.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/dataset.h"
#include "desk/fitting.h"
#include "models/model.h"

namespace smartdesk {

struct TrainOptions {
  // nullopt: the linear classifier that cross-validates best for each task (all heads then share one pass over the
  // text).
  std::optional<Algorithm> algorithm;
  FittingOptions fitting;
};

struct TrainResult {
  Model model;                        // not saved yet
  std::vector<std::string> warnings;  // each a sentence: rejected rows, single-row labels, no signal
};

// Throws Error{kInvalidInput} before any fitting if a task has fewer than two labels, and what Classifier::fit throws.
TrainResult train(const Dataset& dataset, const TrainOptions& options, const Run& run);

}  // namespace smartdesk

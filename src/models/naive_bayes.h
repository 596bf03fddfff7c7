// Multinomial naive Bayes on term weights. McCallum and Nigam, "A Comparison of Event Models", 1998.

#pragma once

#include "models/classifier.h"
#include "models/internal/linear_model.h"

namespace smartdesk::models {

// Reads options.smoothing. Cost: one pass over the entries.
LinearModel fit_naive_bayes(const TrainingRows& training, const FitOptions& options, const Run& run);

}  // namespace smartdesk::models

// Random forest on sparse rows. Breiman, "Random Forests", 2001, with scikit-learn's choices: bootstrap samples, Gini,
// square root of the columns tried at each node, fully grown trees, mean of the leaves' class shares.

#pragma once

#include "models/classifier.h"
#include "models/internal/tree_ensemble.h"

namespace smartdesk::models {

// Reads options.trees, balance, seed. Trees are grown in parallel, each from its own random numbers: the same forest
// for any run.threads. Cost: per node, the entries of its rows or of the columns tried, whichever are fewer.
TreeEnsemble fit_random_forest(const TrainingRows& training, const FitOptions& options, const Run& run);

}  // namespace smartdesk::models

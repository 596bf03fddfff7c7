// Gradient boosted oblivious trees. CatBoost's official Python package trains them in a child process; we predict.
// Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", NeurIPS 2018.

#pragma once

#include <string>

#include "models/classifier.h"
#include "models/internal/oblivious_trees.h"

namespace smartdesk::models {

// The Python interpreter with the package: SMARTDESK_CATBOOST_PYTHON if set, otherwise the checkout's .venv, then
// python3 on PATH. Empty if it does not have the package. Searched once per process.
const std::string& catboost_python();

Availability catboost_availability();

// Reads options.catboost_trees, seed. Throws Error{kUnavailable} without the package, Error{kFailed} with the last line
// of the trainer's error output.
ObliviousTrees fit_catboost(const TrainingRows& training, const FitOptions& options, const Run& run);

}  // namespace smartdesk::models

// Gradient boosted oblivious trees by CatBoost's official Python package in a child process; predicting is done here.
// Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", NeurIPS 2018.

#pragma once

#include <string>

#include "models/classifier.h"
#include "models/internal/oblivious_trees.h"

namespace smartdesk::models {

// The Python that has the package: SMARTDESK_CATBOOST_PYTHON, else the checkout's .venv, else python3 on PATH; empty if
// none has. Looked for once a process.
const std::string& catboost_python();

Availability catboost_availability();

// Reads options.catboost_trees, seed. Throws Error{kUnavailable} without the package, Error{kFailed} with the trainer's
// last words.
ObliviousTrees fit_catboost(const TrainingRows& training, const FitOptions& options, const Run& run);

}  // namespace smartdesk::models

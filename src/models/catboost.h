// Gradient boosted oblivious trees by CatBoost's official Python package in a child process; predicting is done here.
// Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", NeurIPS 2018.

#pragma once

#include "models/classifier.h"
#include "models/internal/oblivious_trees.h"

namespace smartdesk {

// Where the package is: SMARTDESK_CATBOOST_PYTHON, else the checkout's .venv, else python3 on PATH. Asked once a
// process.
Availability catboost_availability();

// Reads options.catboost_trees, seed. Throws Error{kUnavailable} without the package, Error{kFailed} with the trainer's
// last words.
ObliviousTrees fit_catboost(const TrainingRows& training, const FitOptions& options, const Run& run);

}  // namespace smartdesk

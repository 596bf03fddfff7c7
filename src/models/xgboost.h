// Gradient boosted trees, trained by libxgboost. Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", KDD
// 2016.

#pragma once

#include "models/classifier.h"
#include "models/internal/tree_ensemble.h"

namespace smartdesk::models {

// Whether the library is installed. Loads it.
Availability xgboost_availability();

// multi:softprob (two classes: binary:logistic), tree_method hist, depth 6, eta 0.3, the library's other defaults.
// Reads options.boosting_rounds, seed. Copies the fitted trees, so that predicting does not need the library. Throws
// Error{kUnavailable} without the library, Error{kFailed} with the library's message.
TreeEnsemble fit_xgboost(const TrainingRows& training, const FitOptions& options, const Run& run);

}  // namespace smartdesk::models

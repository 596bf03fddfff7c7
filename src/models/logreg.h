// Multinomial logistic regression with an L2 penalty on all but the constants, by L-BFGS.
// Liu and Nocedal, "On the Limited Memory BFGS Method for Large Scale Optimization", 1989.

#pragma once

#include "models/classifier.h"
#include "models/internal/linear_model.h"

namespace smartdesk {

// Minimises |W|^2 / 2 + c * sum of weight(y_i) * -log softmax(W x_i + b)[y_i], scikit-learn's objective; with two
// classes |W|^2 + ..., which is scikit-learn's as well.
// Reads options.c, balance. The same result for any run.threads.
LinearModel fit_logreg(const TrainingRows& training, const FitOptions& options, const Run& run);

}  // namespace smartdesk

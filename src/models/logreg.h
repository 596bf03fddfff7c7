// Multinomial logistic regression with an L2 penalty on all but the constants, by coordinate descent in the dual: a row
// at a time, all its classes together. Yu, Huang and Lin, "Dual Coordinate Descent Methods for Logistic Regression and
// Maximum Entropy Models", Machine Learning 85, 2011.

#pragma once

#include <vector>

#include "models/classifier.h"
#include "models/internal/linear_model.h"

namespace smartdesk::models {

// Minimises, for each c of cs, |W|^2 / 2 + c * sum of weight(y_i) * -log softmax(W x_i + b)[y_i], scikit-learn's
// objective; with two classes |W|^2 + ..., which is scikit-learn's as well. cs: ascending; each fit starts from the
// result of the one before. Returns one model per value. Reads options.balance, gap, seed; not options.c. Cost: some 10
// passes over the rows, more for a large c. Always uses one thread. Memory: rows × classes and columns × classes
// floats.
std::vector<LinearModel> fit_logreg_path(const TrainingRows& training, const std::vector<double>& cs,
                                         const FitOptions& options, const Run& run);

}  // namespace smartdesk::models

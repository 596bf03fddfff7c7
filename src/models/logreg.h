// Multinomial logistic regression with an L2 penalty on all but the constants, by coordinate descent in the dual: a row
// at a time, all its classes together. Yu, Huang and Lin, "Dual Coordinate Descent Methods for Logistic Regression and
// Maximum Entropy Models", Machine Learning 85, 2011.

#pragma once

#include <vector>

#include "models/classifier.h"
#include "models/internal/linear_model.h"

namespace smartdesk::models {

// Minimises |W|^2 / 2 + c * sum of weight(y_i) * -log softmax(W x_i + b)[y_i], scikit-learn's objective; with two
// classes |W|^2 + ..., which is scikit-learn's as well.
// Reads options.c, balance, gap, seed. Cost: some 10 passes over the rows, more for a large c. Always uses
// one thread. Memory: rows × classes and columns × classes floats.
LinearModel fit_logreg(const TrainingRows& training, const FitOptions& options, const Run& run);

// One model per value of c, ascending. Each fit starts from the result of the one before. options.c is not read.
std::vector<LinearModel> fit_logreg_path(const TrainingRows& training, const std::vector<double>& cs,
                                         const FitOptions& options, const Run& run);

}  // namespace smartdesk::models

// Linear support vector machines, one class against the rest, squared hinge loss, L2 penalty also on the constant.
// Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008 (LIBLINEAR's solver).

#pragma once

#include <vector>

#include "models/classifier.h"
#include "models/internal/linear_model.h"

namespace smartdesk::models {

// Minimises, for each class, |w|^2 / 2 + sum of C_i * max(0, 1 - y_i w.x_i)^2 with x extended by a 1, and C_i = c times
// the class weight for rows of the class, c for the others (as LIBLINEAR weighs one-vs-rest problems); with two classes
// one problem, both classes weighted. Reads options.c, balance, class_evidence, tolerance, seed. All classes share one
// pass over a row.
LinearModel fit_linear_svc(const TrainingRows& training, const FitOptions& options, const Run& run);

// One model per value of c, ascending. Each fit starts from the result of the one before. options.c is not read.
std::vector<LinearModel> fit_linear_svc_path(const TrainingRows& training, const std::vector<double>& cs,
                                             const FitOptions& options, const Run& run);

}  // namespace smartdesk::models

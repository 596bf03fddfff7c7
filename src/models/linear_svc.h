// Linear support vector machines, one class against the rest, squared hinge loss, L2 penalty also on the constant.
// Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008 (LIBLINEAR's solver).

#pragma once

#include <span>
#include <vector>

#include "models/classifier.h"
#include "models/internal/linear_model.h"

namespace smartdesk::models {

// Minimises, for each of `settings` and each class, |w|^2 / 2 + sum of C_i * max(0, 1 - y_i w.x_i)^2 with x extended by
// a 1, and C_i = c times the class weight for rows of the class, c for the others (as LIBLINEAR weighs one-vs-rest
// problems); with two classes one problem, both classes weighted. All classes share one pass over a row. settings: they
// differ only in c and balance. Each fit starts from the result of the one before, so order them such that neighbours
// are alike and c never falls. Returns one model per setting. Reads c, balance, class_evidence, tolerance and seed.
std::vector<LinearModel> fit_linear_svc_path(const TrainingRows& training, std::span<const FitOptions> settings,
                                             const Run& run);

}  // namespace smartdesk::models

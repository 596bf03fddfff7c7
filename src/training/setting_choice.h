// Chooses among the settings of an algorithm by cross-validation within the training rows.

#pragma once

#include <span>

#include "core/run.h"
#include "models/classifier.h"
#include "training/fitting.h"

namespace smartdesk::training {

struct SettingChoice {
  models::FitOptions settings;
  int tried = 1;  // number of settings compared
};

// Chooses the settings with the highest mean of accuracy and macro F1 on rows that were held out. Both count because
// class weights raise one and lower the other. Of settings within a quarter of a standard error of the best, the first
// is chosen.
// All settings answer one of three parts of the rows, the best six the other two, and the best three the three parts of
// another division. With 5,000 rows or more, all settings are trained on 2,500 rows, and only what the best three
// answer after training on two thirds counts. A single setting is chosen without any work.
// settings: not empty, in an order that Classifier::fit_path takes. Throws what Classifier::fit throws. The result is
// the same for any run.threads. Cost: for 20 settings and few rows about as much as 28 fits on all rows.
SettingChoice choose_settings(models::Algorithm algorithm, const Folds& folds,
                              std::span<const models::FitOptions> settings, const Run& run);

}  // namespace smartdesk::training

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

// The settings with the highest mean of accuracy and macro F1 on rows that were held out, because both matter: class
// weights raise one and lower the other. Of settings that differ by less than chance, the first. All settings are
// compared once, the best few a second time on other divisions of the rows, and both times count. With many rows the
// first comparison trains on a sample, and only the second counts. A single setting is chosen without any work.
// settings: not empty, in an order that Classifier::fit_path takes. Throws what Classifier::fit throws. The result is
// the same for any run.threads. Cost, in fits on all rows: about two per setting, and less with many rows.
SettingChoice choose_settings(models::Algorithm algorithm, const Folds& folds,
                              std::span<const models::FitOptions> settings, const Run& run);

}  // namespace smartdesk::training

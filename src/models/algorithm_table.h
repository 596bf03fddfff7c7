// The table of algorithms: one entry holds everything that the rest of the program knows about an algorithm. To add
// one, write its pair of files and add a value of Algorithm and an entry.

#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/classifier.h"
#include "models/internal/linear_model.h"
#include "models/internal/oblivious_trees.h"
#include "models/internal/tree_ensemble.h"

namespace smartdesk::models {

// The result of fitting. Model files store the index of the alternative, so add new ones at the end.
using FittedModel = std::variant<LinearModel, TreeEnsemble, ObliviousTrees>;

struct AlgorithmEntry {
  std::string_view display_name;  // in tables and file names
  std::string_view option_name;   // on the command line

  // Under the best profile: whether it reads letter n-grams together with words, and the settings from which
  // cross-validation chooses, simplest first and in an order that Classifier::fit_path takes. Trees read words only:
  // half a million letter n-grams would cost them minutes and gain nothing.
  bool reads_letters;
  std::vector<FitOptions> (*best_settings)(const FitOptions& base);

  // Whether one fit keeps all threads busy; if not, folds are fitted in parallel.
  bool uses_all_threads;

  // The default number of folds in cross-validation: for few rows, for many.
  int folds_of_few, folds_of_many;

  // One model per setting, as Classifier::fit_path.
  std::vector<FittedModel> (*fit)(const TrainingRows& training, std::span<const FitOptions> settings, const Run& run);
  FittedModel (*read)(ArrayReader& reader, std::shared_ptr<const void> owner);
  Availability (*availability)();

  // Those of the options that this algorithm reads.
  std::vector<Setting> (*settings)(const FitOptions& options);

  // How the options differ from the algorithm's usual ones; empty: not at all.
  std::string (*deviation)(const FitOptions& options);
};

const AlgorithmEntry& entry_of(Algorithm algorithm);

}  // namespace smartdesk::models

// The table of algorithms: one entry holds all that the rest of the program knows of an algorithm. Adding one takes its
// pair of files, a value of Algorithm and an entry here.

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

// What fitting leaves behind. Stored by the position of its alternative, so new ones go to the end.
using FittedModel = std::variant<LinearModel, TreeEnsemble, ObliviousTrees>;

struct AlgorithmEntry {
  std::string_view display_name;  // in tables and file names
  std::string_view option_name;   // on the command line

  // Under the best profile: whether it reads groups of letters beside words, and the settings that cross-validation
  // chooses from, the simplest first. Trees get words alone: half a million groups of letters would cost them minutes
  // and gain nothing.
  bool reads_letters;
  std::vector<FitOptions> (*best_settings)(const FitOptions& base);

  // Whether one fit keeps all threads busy; if not, folds are fitted side by side.
  bool uses_all_threads;

  // Parts of the cross-validation where nobody says another number: of few rows, of many.
  int folds_of_few, folds_of_many;

  // One model per setting. Settings differ in `c` alone, ascending.
  std::vector<FittedModel> (*fit)(const TrainingRows& training, std::span<const FitOptions> settings, const Run& run);
  FittedModel (*read)(ArrayReader& reader, std::shared_ptr<const void> owner);
  Availability (*availability)();

  // How these options differ from those that the algorithm is known for; empty: not at all.
  std::string (*deviation)(const FitOptions& options);
};

const AlgorithmEntry& entry_of(Algorithm algorithm);

}  // namespace smartdesk::models

// Options for training: --profile, --folds, --catboost-trees, --seed, and the names of algorithms.

#pragma once

#include <string>

#include "cli/command_line.h"
#include "models/classifier.h"
#include "training/fitting.h"

namespace smartdesk::cli {

struct FittingFlags {
  std::string profile = "best";
  training::FittingOptions options;

  void add_to(Options& to);
  training::FittingOptions fitting() const;
};

// "logreg, naive_bayes, …", for help and messages.
std::string algorithm_names();

// Throws Error{kUsage} with the known names.
models::Algorithm parse_algorithm(const std::string& name);

}  // namespace smartdesk::cli

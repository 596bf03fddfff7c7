// How heads are fitted: --profile, --folds, --catboost-trees, --seed, and the names of algorithms.

#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "models/classifier.h"
#include "training/fitting.h"

namespace smartdesk::cli {

struct FittingFlags {
  std::string profile = "best";
  training::FittingOptions options;

  void add_to(CLI::App& command);
  training::FittingOptions fitting() const;
};

// Error{kUsage} listing the known names.
models::Algorithm parse_algorithm(const std::string& name);

}  // namespace smartdesk::cli

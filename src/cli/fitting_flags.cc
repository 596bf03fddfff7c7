#include "cli/fitting_flags.h"

#include "core/error.h"

namespace smartdesk {

void FittingFlags::add_to(CLI::App& command) {
  command
      .add_option("--profile", profile,
                  "best: words 1-2 and letters 2-5, C by cross-validation; parity: the classic set-up")
      ->check(CLI::IsMember({"best", "parity"}))
      ->capture_default_str();
  command
      .add_option("--folds", options.folds,
                  "folds of the cross-validation (default: 10 of few rows, 5 of many, 3 for trees)")
      ->check(CLI::Range(2, 50));
  command
      .add_option("--catboost-trees", options.catboost_trees,
                  "trees of CatBoost (1000: its own learning rate; fewer: 0.1)")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command.add_option("--seed", options.seed, "seed of everything that is drawn")->capture_default_str();
}

FittingOptions FittingFlags::fitting() const {
  FittingOptions fitting = options;
  fitting.profile = profile == "parity" ? Profile::kParity : Profile::kBest;
  return fitting;
}

Algorithm parse_algorithm(const std::string& name) {
  if (const auto algorithm = algorithm_named(name)) return *algorithm;
  std::string known;
  for (const auto algorithm : kAlgorithms) known += (known.empty() ? "" : ", ") + std::string(option_name(algorithm));
  throw Error(ErrorCode::kUsage, "no algorithm \"" + name + "\"; there are: " + known);
}

}  // namespace smartdesk

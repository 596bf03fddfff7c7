#include "cli/fitting_flags.h"

#include "core/error.h"

namespace smartdesk::cli {

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

training::FittingOptions FittingFlags::fitting() const {
  training::FittingOptions fitting = options;
  fitting.profile = profile == "parity" ? training::Profile::kParity : training::Profile::kBest;
  return fitting;
}

models::Algorithm parse_algorithm(const std::string& name) {
  if (const auto algorithm = models::algorithm_named(name)) return *algorithm;
  std::string known;
  for (const auto algorithm : models::kAlgorithms)
    known += (known.empty() ? "" : ", ") + std::string(models::option_name(algorithm));
  throw Error(ErrorCode::kUsage, "no algorithm \"" + name + "\"; there are: " + known);
}

}  // namespace smartdesk::cli

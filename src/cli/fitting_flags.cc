#include "cli/fitting_flags.h"

#include "core/error.h"

namespace smartdesk::cli {

void FittingFlags::add_to(Options& to) {
  to.add("--profile", profile,
         "best: words 1-2 and letters 2-5, C by cross-validation. parity: the classic scikit-learn configuration.")
      .one_of({"best", "parity"})
      .show_default();
  to.add("--folds", options.folds, "Folds of the cross-validation (default: 10 below 5,000 rows, else 5; 3 for trees).")
      .between(2, 50);
  to.add("--catboost-trees", options.catboost_trees, "Trees of CatBoost. Below 1000 its learning rate is 0.1.")
      .between(1, 100000)
      .show_default();
  to.add("--seed", options.seed, "Seed of all random choices.").show_default();
}

training::FittingOptions FittingFlags::fitting() const {
  training::FittingOptions fitting = options;
  fitting.profile = profile == "parity" ? training::Profile::kParity : training::Profile::kBest;
  return fitting;
}

std::string algorithm_names() {
  std::string names;
  for (const auto algorithm : models::kAlgorithms)
    names += (names.empty() ? "" : ", ") + std::string(models::option_name(algorithm));
  return names;
}

models::Algorithm parse_algorithm(const std::string& name) {
  if (const auto algorithm = models::algorithm_named(name)) return *algorithm;
  throw Error(ErrorCode::kUsage, "Unknown algorithm \"" + name + "\". Use one of: " + algorithm_names() + ".");
}

}  // namespace smartdesk::cli

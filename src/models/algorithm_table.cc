#include "models/algorithm_table.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "models/catboost.h"
#include "models/linear_svc.h"
#include "models/logreg.h"
#include "models/naive_bayes.h"
#include "models/random_forest.h"
#include "models/xgboost.h"

namespace smartdesk::models {
namespace {

template <auto kFit>
std::vector<FittedModel> fit_each(const TrainingRows& training, std::span<const FitOptions> settings, const Run& run) {
  std::vector<FittedModel> models;
  for (const auto& options : settings) models.emplace_back(kFit(training, options, run));
  return models;
}

// Each fit starts from the result of the one before, so that a path costs little more than its last setting.
template <auto kFitPath>
std::vector<FittedModel> fit_along_c(const TrainingRows& training, std::span<const FitOptions> settings,
                                     const Run& run) {
  std::vector<double> cs;
  for (const auto& options : settings) cs.push_back(options.c);
  std::vector<FittedModel> models;
  for (auto& model : kFitPath(training, cs, settings.front(), run)) models.emplace_back(std::move(model));
  return models;
}

// The same along c and balance. Columns weighed by class evidence are another problem, from which no fit can start.
std::vector<FittedModel> fit_linear_svc(const TrainingRows& training, std::span<const FitOptions> settings,
                                        const Run& run) {
  std::vector<FittedModel> models;
  while (!settings.empty()) {
    const auto end = std::find_if(settings.begin(), settings.end(), [&](const FitOptions& options) {
      return options.class_evidence != settings.front().class_evidence;
    });
    const auto path = settings.first(static_cast<std::size_t>(end - settings.begin()));
    for (auto& model : fit_linear_svc_path(training, path, run)) models.emplace_back(std::move(model));
    settings = settings.subspan(path.size());
  }
  return models;
}

template <typename Model>
FittedModel read_as(ArrayReader& reader, std::shared_ptr<const void> owner) {
  return Model::read(reader, std::move(owner));
}

std::vector<FitOptions> as_given(const FitOptions& base) { return {base}; }

FitOptions of_many_columns(FitOptions base) {
  base.balance = 0;
  base.class_evidence = true;
  base.tolerance = 0.3;
  base.gap = 1e-4;
  return base;
}

std::vector<FitOptions> along_c(const FitOptions& base, std::initializer_list<double> cs) {
  std::vector<FitOptions> settings;
  for (const double c : cs) {
    settings.push_back(base);
    settings.back().c = c;
  }
  return settings;
}

std::vector<FitOptions> logreg_settings(const FitOptions& base) { return along_c(of_many_columns(base), {1, 10, 100}); }

std::vector<FitOptions> naive_bayes_settings(const FitOptions& base) { return {of_many_columns(base)}; }

// The usual LinearSVC over a wide range of C, then class weights and class evidence. Neighbours are alike, so that a
// fit starts close to its end. Twenty: more could not be told from luck (models/significance.h).
std::vector<FitOptions> linear_svc_settings(const FitOptions& base) {
  auto plain = of_many_columns(base);
  plain.class_evidence = false;
  auto settings = along_c(plain, {0.03});
  for (const bool evidence : {false, true}) {
    for (const double c : {0.1, 0.3, 1.0}) {
      for (const double balance : {0.0, 0.5, 1.0}) {
        auto& options = settings.emplace_back(plain);
        options.class_evidence = evidence;
        options.c = c;
        options.balance = balance;
      }
    }
    if (!evidence) settings.push_back(along_c(plain, {3}).front());
  }
  return settings;
}

Availability always() { return {true, ""}; }

std::string no_deviation(const FitOptions&) { return ""; }

std::string catboost_deviation(const FitOptions& options) {
  const int usual = FitOptions().catboost_trees;
  if (options.catboost_trees == usual) return "";
  return std::to_string(options.catboost_trees) + " trees instead of " + std::to_string(usual);
}

std::vector<Setting> linear_settings(const FitOptions& options) {
  return {{"c", options.c}, {"balance", options.balance}, {"seed", static_cast<double>(options.seed)}};
}

std::vector<Setting> svc_settings(const FitOptions& options) {
  auto settings = linear_settings(options);
  settings.push_back({"class_evidence", options.class_evidence ? 1.0 : 0.0});
  return settings;
}

std::vector<Setting> smoothing_setting(const FitOptions& options) {
  return {{"smoothing", options.smoothing}, {"seed", static_cast<double>(options.seed)}};
}

std::vector<Setting> forest_settings(const FitOptions& options) {
  return {{"trees", static_cast<double>(options.trees)},
          {"balance", options.balance},
          {"seed", static_cast<double>(options.seed)}};
}

template <auto kMember>
std::vector<Setting> boosting_settings(const FitOptions& options) {
  return {{"trees", static_cast<double>(options.*kMember)}, {"seed", static_cast<double>(options.seed)}};
}

// With few rows, each row that a fold lacks changes its scores, so use more folds. Trees take too long for ten fits.
constexpr int kFew = 10, kMany = 5, kSlow = 3;

// In the order of Algorithm.
constexpr std::array kEntries{
    AlgorithmEntry{"LogReg", "logreg", true, logreg_settings, false, kFew, kMany, fit_along_c<fit_logreg_path>,
                   read_as<LinearModel>, always, linear_settings, no_deviation},
    AlgorithmEntry{"NaiveBayes", "naive_bayes", true, naive_bayes_settings, false, kFew, kMany,
                   fit_each<fit_naive_bayes>, read_as<LinearModel>, always, smoothing_setting, no_deviation},
    AlgorithmEntry{"RandomForest", "random_forest", false, as_given, true, kSlow, kSlow, fit_each<fit_random_forest>,
                   read_as<TreeEnsemble>, always, forest_settings, no_deviation},
    AlgorithmEntry{"LinearSVC", "linear_svc", true, linear_svc_settings, false, kFew, kMany, fit_linear_svc,
                   read_as<LinearModel>, always, svc_settings, no_deviation},
    AlgorithmEntry{"XGBoost", "xgboost", false, as_given, true, kSlow, kSlow, fit_each<fit_xgboost>,
                   read_as<TreeEnsemble>, xgboost_availability, boosting_settings<&FitOptions::boosting_rounds>,
                   no_deviation},
    AlgorithmEntry{"CatBoost", "catboost", false, as_given, true, kSlow, kSlow, fit_each<fit_catboost>,
                   read_as<ObliviousTrees>, catboost_availability, boosting_settings<&FitOptions::catboost_trees>,
                   catboost_deviation},
};
static_assert(kEntries.size() == kAlgorithms.size());

}  // namespace

const AlgorithmEntry& entry_of(Algorithm algorithm) { return kEntries.at(static_cast<std::size_t>(algorithm)); }

}  // namespace smartdesk::models

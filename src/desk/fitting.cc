#include "desk/fitting.h"

#include <algorithm>
#include <string>

#include "core/parallel.h"
#include "models/metrics.h"
#include "models/splits.h"

namespace smartdesk {
namespace {

bool is_linear(Algorithm algorithm) {
  return algorithm == Algorithm::kLogReg || algorithm == Algorithm::kLinearSvc || algorithm == Algorithm::kNaiveBayes;
}

std::vector<std::size_t> rows_of_repeated_classes(std::span<const ClassIndex> labels, int classes) {
  std::vector<int> count(static_cast<std::size_t>(classes), 0);
  for (const auto label : labels) ++count[static_cast<std::size_t>(label)];
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (count[static_cast<std::size_t>(labels[i])] > 1) rows.push_back(i);
  }
  return rows;
}

Fold make_fold(const LabelledTexts& rows, std::vector<std::size_t> judge_rows, const TfidfOptions& features,
               const Run& run) {
  Fold fold;
  std::vector<std::string_view> train_texts, judge_texts;
  std::vector<bool> judges(rows.texts.size(), false);
  for (const auto row : judge_rows) judges[row] = true;
  for (std::size_t i = 0; i < rows.texts.size(); ++i) {
    (judges[i] ? judge_texts : train_texts).push_back(rows.texts[i]);
    (judges[i] ? fold.judge_labels : fold.train_labels).push_back(rows.labels[i]);
  }
  std::sort(judge_rows.begin(), judge_rows.end());
  fold.judge_rows = std::move(judge_rows);
  const auto vectoriser = Tfidf::fit(train_texts, features, run);
  fold.train = vectoriser.transform_all(train_texts, run);
  fold.judge = vectoriser.transform_all(judge_texts, run);
  return fold;
}

double macro_f1(const Validated& validated, int classes) {
  return measure_labels(top_labels(validated.scores, classes), validated.truth, classes).macro_f1;
}

}  // namespace

TfidfOptions features_for(Algorithm algorithm, Profile profile) {
  return profile == Profile::kBest && is_linear(algorithm) ? TfidfOptions::best() : TfidfOptions::parity();
}

std::vector<Fold> make_folds(const LabelledTexts& rows, const TfidfOptions& features, const FittingOptions& options,
                             const Run& run) {
  const std::span labels(rows.labels);
  const auto judges = rows_of_repeated_classes(labels.first(rows.generated_from), rows.classes);
  std::vector<ClassIndex> judge_labels;
  for (const auto row : judges) judge_labels.push_back(rows.labels[row]);
  if (judges.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "every label occurs only once: at least two rows of a label are needed to learn it");
  }
  std::vector<Fold> folds;
  for (const auto& split : stratified_folds(judge_labels, options.folds, options.seed)) {
    if (split.test.empty()) continue;
    std::vector<std::size_t> rows_to_judge;
    for (const auto i : split.test) rows_to_judge.push_back(judges[i]);
    folds.push_back(make_fold(rows, std::move(rows_to_judge), features, run));
    run.stop_if_asked();
  }
  return folds;
}

std::vector<FitOptions> settings_to_try(Algorithm algorithm, const FittingOptions& options) {
  FitOptions base;
  base.seed = options.seed;
  base.catboost_trees = options.catboost_trees;
  base.balanced = options.profile == Profile::kParity || !is_linear(algorithm);
  std::vector<double> penalties{base.c};
  if (options.profile == Profile::kBest && algorithm == Algorithm::kLinearSvc) penalties = {0.03, 0.1, 0.3, 1, 3};
  if (options.profile == Profile::kBest && algorithm == Algorithm::kLogReg) penalties = {1, 10, 100};
  std::vector<FitOptions> settings;
  for (const double c : penalties) {
    settings.push_back(base);
    settings.back().c = c;
  }
  return settings;
}

Validated cross_validate(Algorithm algorithm, const std::vector<Fold>& folds, int classes,
                         const FittingOptions& options, const Run& run) {
  const auto settings = settings_to_try(algorithm, options);
  std::vector<std::vector<float>> scores(settings.size() * folds.size());
  const auto fit = [&](std::size_t job, const Run& own_run) {
    const auto& fold = folds[job % folds.size()];
    const auto classifier =
        Classifier::fit(algorithm, {fold.train, fold.train_labels, classes}, settings[job / folds.size()], own_run);
    scores[job] = classifier.scores(fold.judge, own_run);
  };
  if (is_linear(algorithm)) {
    // Small problems use two cores better side by side than one after another.
    Run alone = run;
    alone.threads = 1;
    parallel_for(scores.size(), run.threads, [&](std::size_t job) { fit(job, alone); });
  } else {
    for (std::size_t job = 0; job < scores.size(); ++job) fit(job, run);
  }

  Validated best;
  for (std::size_t setting = 0; setting < settings.size(); ++setting) {
    Validated tried;
    tried.settings = settings[setting];
    for (std::size_t i = 0; i < folds.size(); ++i) {
      const auto& fold_scores = scores[setting * folds.size() + i];
      tried.scores.insert(tried.scores.end(), fold_scores.begin(), fold_scores.end());
      tried.truth.insert(tried.truth.end(), folds[i].judge_labels.begin(), folds[i].judge_labels.end());
      tried.rows.insert(tried.rows.end(), folds[i].judge_rows.begin(), folds[i].judge_rows.end());
    }
    tried.macro_f1 = macro_f1(tried, classes);
    if (best.rows.empty() || tried.macro_f1 > best.macro_f1) best = std::move(tried);
  }
  best.temperature = Temperature::fit(best.scores, best.truth, classes);
  return best;
}

}  // namespace smartdesk

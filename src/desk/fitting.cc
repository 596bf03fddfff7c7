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

// Every fold's and, if wanted, the whole's classifiers, one for each of the settings.
class Validation {
 public:
  Validation(Algorithm algorithm, const Folds& folds, const FittingOptions& options)
      : algorithm_(algorithm),
        folds_(folds),
        settings_(settings_to_try(algorithm, options)),
        judged_(folds.size()) {}

  Validated run(const Run& run, bool with_all_rows) {
    const std::size_t jobs = folds_.size() + (with_all_rows ? 1 : 0);
    if (is_linear(algorithm_)) {
      // Side by side uses the cores better than one after another with all cores in each.
      Run share = run;
      share.threads = std::max(1, run.threads / static_cast<int>(jobs));
      parallel_for(jobs, run.threads, [&](std::size_t job) { fit(jobs - 1 - job, share); });
    } else {
      for (std::size_t job = 0; job < jobs; ++job) fit(job, run);
    }
    return best();
  }

  Classifier chosen() const { return of_all_rows_.at(best_); }

 private:
  struct Judged {
    Fold fold;                               // without its matrices
    std::vector<std::vector<float>> scores;  // one per setting
  };

  void fit(std::size_t job, const Run& run) {
    if (job == folds_.size()) {
      const auto rows = folds_.all_rows(run);
      of_all_rows_ = Classifier::fit_path(algorithm_, {rows, folds_.all_labels(), folds_.classes()}, settings_, run);
      return;
    }
    auto& [fold, scores] = judged_[job];
    fold = folds_.make(job, run);
    const TrainingRows training{fold.train, fold.train_labels, folds_.classes()};
    for (const auto& classifier : Classifier::fit_path(algorithm_, training, settings_, run))
      scores.push_back(classifier.scores(fold.judge, run));
    fold.train = fold.judge = SparseMatrix();
  }

  Validated best() {
    Validated best;
    for (std::size_t setting = 0; setting < settings_.size(); ++setting) {
      Validated tried;
      tried.settings = settings_[setting];
      for (const auto& [fold, scores] : judged_) {
        tried.scores.insert(tried.scores.end(), scores[setting].begin(), scores[setting].end());
        tried.truth.insert(tried.truth.end(), fold.judge_labels.begin(), fold.judge_labels.end());
        tried.rows.insert(tried.rows.end(), fold.judge_rows.begin(), fold.judge_rows.end());
      }
      const int classes = folds_.classes();
      tried.macro_f1 = measure_labels(top_labels(tried.scores, classes), tried.truth, classes).macro_f1;
      if (!best.rows.empty() && tried.macro_f1 <= best.macro_f1) continue;
      best = std::move(tried);
      best_ = setting;
    }
    best.temperature = Temperature::fit(best.scores, best.truth, folds_.classes());
    return best;
  }

  Algorithm algorithm_;
  const Folds& folds_;
  std::vector<FitOptions> settings_;
  std::vector<Judged> judged_;
  std::vector<Classifier> of_all_rows_;  // one per setting
  std::size_t best_ = 0;
};

}  // namespace

TfidfOptions features_for(Algorithm algorithm, Profile profile) {
  return profile == Profile::kBest && is_linear(algorithm) ? TfidfOptions::best() : TfidfOptions::parity();
}

Folds::Folds(const LabelledTexts& rows, const CountedTexts& counted, std::vector<std::size_t> places,
             const FittingOptions& options)
    : rows_(rows), counted_(counted), places_(std::move(places)) {
  const auto judges = rows_of_repeated_classes(std::span(rows.labels).first(rows.generated_from), rows.classes);
  std::vector<ClassIndex> labels;
  for (const auto row : judges) labels.push_back(rows.labels[row]);
  if (judges.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "every label occurs only once: at least two rows of a label are needed to learn it");
  }
  for (const auto& split : stratified_folds(labels, options.folds, options.seed)) {
    if (split.test.empty()) continue;
    auto& part = judges_.emplace_back();
    for (const auto i : split.test) part.push_back(judges[i]);
    std::sort(part.begin(), part.end());
  }
}

Fold Folds::make(std::size_t number, const Run& run) const {
  Fold fold;
  fold.judge_rows = judges_[number];
  std::vector<bool> judges(rows_.texts.size(), false);
  for (const auto row : fold.judge_rows) judges[row] = true;
  std::vector<std::size_t> train, judge;
  for (std::size_t i = 0; i < judges.size(); ++i) {
    (judges[i] ? judge : train).push_back(places_[i]);
    (judges[i] ? fold.judge_labels : fold.train_labels).push_back(rows_.labels[i]);
  }
  auto rows = counted_.rows(train, judge, run);
  fold.train = std::move(rows.fitted);
  fold.judge = std::move(rows.others);
  return fold;
}

SparseMatrix Folds::all_rows(const Run& run) const { return counted_.rows(counted_.all(), places_, run).others; }

std::vector<FitOptions> settings_to_try(Algorithm algorithm, const FittingOptions& options) {
  FitOptions base;
  base.seed = options.seed;
  base.catboost_trees = options.catboost_trees;
  std::vector<double> penalties{base.c};
  if (options.profile == Profile::kBest && is_linear(algorithm)) {
    base.balance = algorithm == Algorithm::kLinearSvc ? 0.5 : 0;
    base.class_evidence = true;
    base.tolerance = 0.3;
    if (algorithm == Algorithm::kLinearSvc) penalties = {0.1, 0.3, 1};
    if (algorithm == Algorithm::kLogReg) penalties = {1, 10, 100};
  }
  std::vector<FitOptions> settings;
  for (const double c : penalties) {
    settings.push_back(base);
    settings.back().c = c;
  }
  return settings;
}

Validated cross_validate(Algorithm algorithm, const Folds& folds, const FittingOptions& options, const Run& run) {
  return Validation(algorithm, folds, options).run(run, false);
}

Fitted fit(Algorithm algorithm, const Folds& folds, const FittingOptions& options, const Run& run) {
  Validation validation(algorithm, folds, options);
  auto validated = validation.run(run, true);
  return {std::move(validated), validation.chosen()};
}

}  // namespace smartdesk

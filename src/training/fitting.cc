#include "training/fitting.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/parallel.h"
#include "core/random.h"
#include "models/algorithm_table.h"
#include "models/metrics.h"
#include "models/significance.h"
#include "models/splits.h"
#include "training/setting_choice.h"

namespace smartdesk::training {
namespace {

constexpr std::size_t kPlentyOfRows = 5000;

// Chooses settings, and applies them to every part and, if requested, to all rows.
class Validation {
 public:
  Validation(models::Algorithm algorithm, const Folds& folds, const FittingOptions& options)
      : algorithm_(algorithm), folds_(folds), settings_(settings_to_try(algorithm, options)), judged_(folds.size()) {}

  Validated run(const Run& run, bool with_all_rows) {
    Validated validated;
    const auto choice = choose_settings(algorithm_, folds_, settings_, run);
    validated.settings = choice.settings;
    validated.tried = choice.tried;
    each_job(folds_.size() + (with_all_rows ? 1 : 0), run, [&](std::size_t job, const Run& own) {
      // All rows first: that job takes longest.
      if (with_all_rows && job == 0) {
        fit_all(choice.settings, own);
      } else {
        judge(choice.settings, job - (with_all_rows ? 1 : 0), own);
      }
    });
    for (const auto& fold : judged_) join(validated, fold);
    judge_answers(validated, folds_.classes());
    return validated;
  }

  models::Classifier of_all_rows() const { return of_all_rows_.value(); }

 private:
  struct Judged {
    Fold fold;  // without its matrices
    std::vector<float> scores;
  };

  template <typename Job>
  void each_job(std::size_t jobs, const Run& run, const Job& job) const {
    if (models::entry_of(algorithm_).uses_all_threads) {
      for (std::size_t i = 0; i < jobs; ++i) job(i, run);
      return;
    }
    // Parallel jobs use the cores better than one job at a time on all cores.
    Run share = run;
    share.threads = std::max(1, run.threads / static_cast<int>(jobs));
    parallel_for(jobs, run.threads, [&](std::size_t i) { job(i, share); });
  }

  void judge(const models::FitOptions& settings, std::size_t number, const Run& run) {
    auto& [fold, scores] = judged_[number];
    fold = folds_.make(number, run);
    const models::TrainingRows training{fold.train, fold.train_labels, folds_.classes()};
    scores = models::Classifier::fit(algorithm_, training, settings, run).scores(fold.judge, run);
    fold.train = fold.judge = features::SparseMatrix();
  }

  void fit_all(const models::FitOptions& settings, const Run& run) {
    const auto rows = folds_.all_rows(run);
    of_all_rows_ = models::Classifier::fit(algorithm_, {rows, folds_.all_labels(), folds_.classes()}, settings, run);
  }

  static void join(Validated& all, const Judged& judged) {
    const auto& [fold, scores] = judged;
    all.scores.insert(all.scores.end(), scores.begin(), scores.end());
    all.truth.insert(all.truth.end(), fold.judge_labels.begin(), fold.judge_labels.end());
    all.rows.insert(all.rows.end(), fold.judge_rows.begin(), fold.judge_rows.end());
    all.known.insert(all.known.end(), fold.judge_known.begin(), fold.judge_known.end());
  }

  models::Algorithm algorithm_;
  const Folds& folds_;
  std::vector<models::FitOptions> settings_;
  std::vector<Judged> judged_;
  std::optional<models::Classifier> of_all_rows_;
};

}  // namespace

features::TfidfOptions features_for(models::Algorithm algorithm, Profile profile) {
  return profile == Profile::kBest && models::entry_of(algorithm).reads_letters ? features::TfidfOptions::best()
                                                                                : features::TfidfOptions::parity();
}

Folds::Folds(models::Algorithm algorithm, const LabelledTexts& rows, const features::CountedTexts& counted,
             std::vector<std::size_t> positions, const FittingOptions& options)
    : rows_(rows), counted_(counted), positions_(std::move(positions)) {
  const auto labels = labels_to_judge();
  const auto& entry = models::entry_of(algorithm);
  const int usual = labels.size() < kPlentyOfRows ? entry.folds_of_few : entry.folds_of_many;
  hold_out(models::stratified_folds(labels, together(), options.folds.value_or(usual), options.seed));
}

Folds::Folds(const Folds& other, std::vector<models::Split> splits)
    : rows_(other.rows_), counted_(other.counted_), positions_(other.positions_) {
  hold_out(std::move(splits));
}

Folds Folds::redivided(int parts, std::uint64_t seed) const {
  return {*this, models::stratified_folds(labels_to_judge(), together(), parts, seed)};
}

Folds Folds::with_one_part(double share, std::uint64_t seed) const {
  return {*this, {models::stratified_split(labels_to_judge(), together(), share, seed)}};
}

void Folds::hold_out(std::vector<models::Split> splits) {
  for (auto& split : splits) {
    for (std::size_t row = rows_.generated_from; row < rows_.texts.size(); ++row) split.train.push_back(row);
    auto held_out = split.test;
    models::drop_repeats(split, rows_.repeats);
    if (split.test.empty()) continue;
    held_out_.push_back(std::move(held_out));
    judges_.push_back(std::move(split.test));
  }
  if (judges_.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "Every label occurs only once. Add rows: a label needs at least two to be learned.");
  }
}

Fold Folds::make(std::size_t number, const Run& run) const {
  Fold fold;
  fold.judge_rows = judges_[number];
  std::vector<bool> is_held_out(rows_.texts.size(), false);
  for (const auto row : held_out_[number]) is_held_out[row] = true;
  std::vector<std::size_t> train, judge;
  for (std::size_t i = 0; i < is_held_out.size(); ++i) {
    if (is_held_out[i]) continue;
    train.push_back(positions_[i]);
    fold.train_labels.push_back(rows_.labels[i]);
  }
  for (const auto row : fold.judge_rows) {
    judge.push_back(positions_[row]);
    fold.judge_labels.push_back(rows_.labels[row]);
  }
  auto rows = counted_.rows(train, judge, run);
  fold.train = std::move(rows.fitted);
  fold.judge = std::move(rows.others);
  fold.judge_known = std::move(rows.others_known);
  return fold;
}

features::SparseMatrix Folds::all_rows(const Run& run) const {
  return counted_.rows(counted_.all(), positions_, run).others;
}

models::Metrics cross_validated_metrics(const Validated& validated, int classes) {
  return models::measure_labels(models::top_labels(validated.scores, classes), validated.truth, classes);
}

models::Head make_head(const std::string& task, const LabelSet& labels, const LabelledTexts& rows,
                       const Fitted& fitted) {
  const auto& validated = fitted.validated;
  std::vector<std::uint64_t> count(static_cast<std::size_t>(rows.classes), 0);
  for (const auto label : rows.labels) ++count[static_cast<std::size_t>(label)];
  const auto commonest = static_cast<double>(*std::max_element(count.begin(), count.end()));
  const auto judged = cross_validated_metrics(validated, rows.classes);
  models::Head head{task, labels, fitted.classifier, validated.temperature, validated.novelty, validated.judged};
  if (head.judged.size() > models::kMostJudgedRows) {
    Random(42).shuffle(std::span(head.judged));
    head.judged.resize(models::kMostJudgedRows);
  }
  head.embedding_classifier = fitted.embedding_classifier;
  head.cv_macro_f1 = validated.macro_f1;
  head.majority_accuracy = commonest / static_cast<double>(rows.labels.size());
  head.training_rows = rows.labels.size();
  head.label_rows = std::move(count);
  head.settings = models::settings_of(fitted.classifier.algorithm(), validated.settings);
  head.no_signal = models::has_single_label(judged) || models::no_better_than_guessing(judged, validated.tried);
  return head;
}

std::vector<models::FitOptions> settings_to_try(models::Algorithm algorithm, const FittingOptions& options) {
  models::FitOptions base;
  base.seed = options.seed;
  base.catboost_trees = options.catboost_trees;
  if (options.profile == Profile::kParity) return {base};
  return models::entry_of(algorithm).best_settings(base);
}

void judge_answers(Validated& validated, int classes) {
  validated.temperature = models::Temperature::fit(validated.scores, validated.truth, classes);
  const auto top = models::top_labels(validated.scores, classes);
  validated.macro_f1 = models::measure_labels(top, validated.truth, classes).macro_f1;
  validated.judged.clear();
  std::vector<float> probabilities(static_cast<std::size_t>(classes));
  std::vector<models::Evidence> evidence;
  for (std::size_t i = 0; i < top.size(); ++i) {
    const auto label = static_cast<std::size_t>(top[i]);
    const auto scores = std::span(validated.scores).subspan(i * probabilities.size(), probabilities.size());
    validated.temperature.apply(scores, probabilities);
    validated.judged.push_back({top[i], probabilities[label], top[i] == validated.truth[i]});
    evidence.push_back({validated.known[i], probabilities[label]});
  }
  validated.novelty = models::Novelty::fit(evidence);
}

Validated cross_validate(models::Algorithm algorithm, const Folds& folds, const FittingOptions& options,
                         const Run& run) {
  return Validation(algorithm, folds, options).run(run, false);
}

Fitted fit(models::Algorithm algorithm, const Folds& folds, const FittingOptions& options, const Run& run) {
  Validation validation(algorithm, folds, options);
  auto validated = validation.run(run, true);
  return {std::move(validated), validation.of_all_rows(), std::nullopt};
}

}  // namespace smartdesk::training

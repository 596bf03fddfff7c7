#include "desk/train.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/clock.h"
#include "desk/significance.h"
#include "models/metrics.h"

namespace smartdesk {
namespace {

constexpr Algorithm kLinearCandidates[] = {Algorithm::kLinearSvc, Algorithm::kLogReg, Algorithm::kNaiveBayes};

struct Chosen {
  Algorithm algorithm;
  Validated validated;
};

Chosen choose(const LabelledTexts& rows, const std::string& task, const TrainOptions& options, const Run& run) {
  std::vector<Algorithm> candidates(std::begin(kLinearCandidates), std::end(kLinearCandidates));
  if (options.algorithm) candidates = {*options.algorithm};
  const auto features = features_for(candidates.front(), options.fitting.profile);
  const auto folds = make_folds(rows, features, options.fitting, run);
  std::optional<Chosen> best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    run.report(task + ": " + std::string(display_name(candidates[i])), i, candidates.size());
    auto validated = cross_validate(candidates[i], folds, rows.classes, options.fitting, run);
    if (!best || validated.macro_f1 > best->validated.macro_f1) best = Chosen{candidates[i], std::move(validated)};
  }
  return std::move(*best);
}

LabelledTexts labelled_texts(const Dataset& dataset, std::size_t task, const LabelSet& labels) {
  auto rows = rows_of(dataset, task, labels);
  LabelledTexts texts{std::move(rows.texts), std::move(rows.labels), labels.size(), 0};
  texts.generated_from = texts.texts.size();
  return texts;
}

double majority_share(const LabelledTexts& rows) {
  std::vector<double> count(static_cast<std::size_t>(rows.classes), 0);
  for (const auto label : rows.labels) ++count[static_cast<std::size_t>(label)];
  return *std::max_element(count.begin(), count.end()) / static_cast<double>(rows.labels.size());
}

void refuse_single_label(const Dataset& dataset, std::size_t task, const LabelSet& labels) {
  if (labels.size() >= 2) return;
  const std::string what = labels.size() == 0 ? "no label at all" : "only the label \"" + labels.name(0) + "\"";
  throw Error(ErrorCode::kInvalidInput, dataset.path + ": task \"" + dataset.tasks[task] + "\" has " + what +
                                            "; at least two are needed. Check the label column");
}

void warn_of_single_rows(const LabelledTexts& rows, const LabelSet& labels, const std::string& task,
                         std::vector<std::string>& warnings) {
  std::vector<int> count(static_cast<std::size_t>(rows.classes), 0);
  for (const auto label : rows.labels) ++count[static_cast<std::size_t>(label)];
  for (ClassIndex label = 0; label < rows.classes; ++label) {
    if (count[static_cast<std::size_t>(label)] > 1) continue;
    warnings.push_back(task + ": \"" + labels.name(label) + "\" has one row; it is learned but cannot be validated.");
  }
}

}  // namespace

TrainResult train(const Dataset& dataset, const TrainOptions& options, const Run& run) {
  std::vector<LabelSet> labels;
  std::set<std::size_t> used_rows;
  for (std::size_t task = 0; task < dataset.tasks.size(); ++task) {
    labels.push_back(labels_of(dataset, task));
    refuse_single_label(dataset, task, labels.back());
    const auto rows = rows_of(dataset, task, labels.back()).rows;
    used_rows.insert(rows.begin(), rows.end());
  }
  std::vector<std::string> warnings;
  if (!dataset.rejected.empty()) {
    warnings.push_back(dataset.path + ": " + std::to_string(dataset.rejected.size()) +
                       " rows could not be read; the first, line " + std::to_string(dataset.rejected.front().line) +
                       ": " + dataset.rejected.front().reason + ".");
  }
  std::vector<std::string_view> all_texts;
  for (const auto row : used_rows) all_texts.push_back(dataset.rows[row].text);
  const auto features = features_for(options.algorithm.value_or(Algorithm::kLinearSvc), options.fitting.profile);
  TrainResult result{{Tfidf::fit(all_texts, features, run), {}, utc_now(), ""}, std::move(warnings)};

  for (std::size_t task = 0; task < dataset.tasks.size(); ++task) {
    const auto& name = dataset.tasks[task];
    const auto rows = labelled_texts(dataset, task, labels[task]);
    warn_of_single_rows(rows, labels[task], name, result.warnings);
    const auto [algorithm, validated] = choose(rows, name, options, run);
    const auto matrix = result.model.features.transform_all(rows.texts, run);
    auto classifier = Classifier::fit(algorithm, {matrix, rows.labels, rows.classes}, validated.settings, run);
    const auto judged = measure_labels(top_labels(validated.scores, rows.classes), validated.truth, rows.classes);
    const bool no_signal = no_better_than_guessing(judged, judged.majority_accuracy);
    if (no_signal) {
      result.warnings.push_back(
          name + ": no better than guessing (cross-validation does not beat always saying the commonest label).");
    }
    result.model.heads.push_back({name, labels[task], std::move(classifier), validated.temperature, validated.macro_f1,
                                  majority_share(rows), rows.texts.size(), no_signal});
  }
  return result;
}

}  // namespace smartdesk

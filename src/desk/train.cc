#include "desk/train.h"

#include <utility>

#include "core/clock.h"

namespace smartdesk {
namespace {

LabelledTexts labelled_texts(TaskRows rows, const LabelSet& labels) {
  LabelledTexts texts{std::move(rows.texts), std::move(rows.labels), labels.size(), 0};
  texts.generated_from = texts.texts.size();
  return texts;
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
  std::vector<TaskRows> task_rows;
  std::vector<std::size_t> place_of_row(dataset.rows.size(), 0);  // in the texts that some task reads
  for (std::size_t task = 0; task < dataset.tasks.size(); ++task) {
    labels.push_back(labels_of(dataset, task));
    refuse_single_label(dataset, task, labels.back());
    task_rows.push_back(rows_of(dataset, task, labels.back()));
    for (const auto row : task_rows.back().rows) place_of_row[row] = 1;
  }
  std::vector<std::string_view> texts;
  for (std::size_t row = 0; row < place_of_row.size(); ++row) {
    if (std::exchange(place_of_row[row], texts.size()) == 1) texts.push_back(dataset.rows[row].text);
  }
  std::vector<std::string> warnings;
  if (!dataset.rejected.empty()) {
    warnings.push_back(dataset.path + ": " + std::to_string(dataset.rejected.size()) +
                       " rows could not be read; the first, line " + std::to_string(dataset.rejected.front().line) +
                       ": " + dataset.rejected.front().reason + ".");
  }
  const auto algorithm = options.algorithm.value_or(Algorithm::kLinearSvc);
  const auto counted = CountedTexts::count(texts, features_for(algorithm, options.fitting.profile), run);
  TrainResult result{{counted.vectoriser(counted.all()), {}, utc_now(), ""}, std::move(warnings)};

  for (std::size_t task = 0; task < dataset.tasks.size(); ++task) {
    const auto& name = dataset.tasks[task];
    run.report("training " + name, task, dataset.tasks.size());
    std::vector<std::size_t> places;
    for (const auto row : task_rows[task].rows) places.push_back(place_of_row[row]);
    const auto rows = labelled_texts(std::move(task_rows[task]), labels[task]);
    warn_of_single_rows(rows, labels[task], name, result.warnings);
    const auto fitted = fit(algorithm, Folds(rows, counted, places, options.fitting), options.fitting, run);
    result.model.heads.push_back(make_head(name, labels[task], rows, fitted));
    if (result.model.heads.back().no_signal) {
      result.warnings.push_back(
          name + ": no better than guessing (in cross-validation its predictions have nothing to do with the labels).");
    }
  }
  return result;
}

}  // namespace smartdesk

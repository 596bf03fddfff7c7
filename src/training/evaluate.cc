#include "training/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "text/ascii.h"
#include "text/language.h"
#include "training/internal/head_probabilities.h"
#include "training/trained_rows.h"
#include "training/written_labels.h"

namespace smartdesk::training {
namespace {

constexpr std::size_t kMostUnknownLabels = 1000;

template <typename Labels>
std::string listed(const Labels& labels, std::string_view quote) {
  std::string list;
  for (const auto& label : labels) {
    if (list.size() > 200) return list + " …";
    list += (list.empty() ? "" : ", ") + fmt::format("{}{}{}", quote, label, quote);
  }
  return list;
}

// The labels of the model and of the rows. Rows with a label that the model does not know are wrong predictions.
// warnings: output; one if there are such rows.
LabelSet labels_to_judge(const Dataset& dataset, std::size_t task, const models::Head& head,
                         std::vector<std::string>& warnings) {
  const auto known = rows_of(dataset, task, head.labels);
  if (known.unknown_labels.empty()) return head.labels;
  const std::set<std::string> unknown(known.unknown_labels.begin(), known.unknown_labels.end());
  const auto first = std::find_if(dataset.rows.begin(), dataset.rows.end(),
                                  [&](const auto& row) { return row.labels[task] == known.unknown_labels.front(); });
  const auto what = fmt::format(
      "{}, line {}, task \"{}\": {} of {} rows have labels that the model does not know: {}. It knows: {}.",
      dataset.path, first->line, head.task, known.unknown_labels.size(),
      known.unknown_labels.size() + known.rows.size(), listed(unknown, "\""), listed(head.labels.names(), ""));
  if (known.rows.empty() || unknown.size() > kMostUnknownLabels)
    throw Error(ErrorCode::kInvalidInput, what + " Check the label column, or train a model with these labels.");
  warnings.push_back(what + " They count as wrong. Correct the labels, or train a model with them.");
  auto names = head.labels.names();
  names.insert(names.end(), unknown.begin(), unknown.end());
  return LabelSet(std::move(names));
}

// The same probabilities with a column for each label of `labels`; 0 for those that the model does not know.
std::vector<float> with_labels(std::vector<float> probabilities, const LabelSet& known, const LabelSet& labels) {
  if (known == labels) return probabilities;
  const auto from = static_cast<std::size_t>(known.size()), to = static_cast<std::size_t>(labels.size());
  std::vector<float> wider(probabilities.size() / from * to, 0);
  for (std::size_t label = 0; label < from; ++label) {
    const auto at = static_cast<std::size_t>(labels.find(known.name(static_cast<ClassIndex>(label))).value());
    for (std::size_t row = 0; row * from < probabilities.size(); ++row)
      wider[row * to + at] = probabilities[row * from + label];
  }
  return wider;
}

std::vector<PartEvaluation> by_language(const Dataset& dataset, const TaskRows& rows,
                                        const std::vector<ClassIndex>& predicted) {
  const bool told = std::any_of(dataset.rows.begin(), dataset.rows.end(),
                                [](const DatasetRow& row) { return !row.language.empty(); });
  std::vector<std::string_view> languages;
  std::vector<std::string> detected;
  if (!told) {
    for (const auto text : rows.texts) detected.push_back(text::detect_language(text));
  }
  for (std::size_t i = 0; i < rows.rows.size(); ++i)
    languages.push_back(told ? dataset.rows[rows.rows[i]].language : detected[i]);
  auto parts = evaluate_parts(languages, predicted, rows.labels);
  if (parts.size() < 2) parts.clear();
  return parts;
}

std::vector<PartEvaluation> by_column(const Dataset& dataset, const TaskRows& rows,
                                      const std::vector<ClassIndex>& predicted) {
  if (dataset.group_column.empty()) return {};
  std::vector<std::string_view> values;
  for (const auto row : rows.rows) values.push_back(text::trimmed(dataset.rows[row].group));
  return evaluate_parts(values, predicted, rows.labels);
}

// Aggregates the answers of the heads of one column.
class ColumnTally {
 public:
  void add(const TaskRows& rows, const std::vector<ClassIndex>& predicted, const models::Head& head) {
    const auto yes = head.labels.find(std::string(models::kYes));
    int both = 0, either = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i) {
      auto [row, is_new] = right_.try_emplace(rows.rows[i], true);
      row->second = row->second && predicted[i] == rows.labels[i];
      both += predicted[i] == yes && rows.labels[i] == yes ? 2 : 0;
      either += (predicted[i] == yes ? 1 : 0) + (rows.labels[i] == yes ? 1 : 0);
    }
    if (either == 0) return;  // the label neither occurs nor is predicted
    f1_ += static_cast<double>(both) / either;
    ++labels_;
  }

  ColumnEvaluation evaluation(const std::string& column) const {
    const auto right = std::count_if(right_.begin(), right_.end(), [](const auto& row) { return row.second; });
    return {column, static_cast<int>(right_.size()), static_cast<double>(right) / static_cast<double>(right_.size()),
            labels_ > 0 ? f1_ / labels_ : 0};
  }

 private:
  std::map<std::size_t, bool> right_;  // by row of the dataset
  double f1_ = 0;
  int labels_ = 0;
};

}  // namespace

Evaluation evaluate(const prediction::Predictor& predictor, const Dataset& dataset, const Run& run) {
  const auto& model = predictor.model();
  Evaluation evaluation;
  evaluation.model_version = model.version;
  evaluation.warnings = notes_on_written_labels(dataset);
  if (auto note = trained_rows_note(model.training_texts, "the model", dataset, run); !note.empty())
    evaluation.warnings.push_back(std::move(note));
  std::map<std::string, ColumnTally> columns;
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const auto& head = model.heads[h];
    const auto task = std::find(dataset.tasks.begin(), dataset.tasks.end(), head.task);
    if (task == dataset.tasks.end()) continue;
    const auto column = static_cast<std::size_t>(task - dataset.tasks.begin());
    const auto labels = labels_to_judge(dataset, column, head, evaluation.warnings);
    const auto rows = rows_of(dataset, column, labels);
    if (rows.texts.empty()) {
      evaluation.warnings.push_back("Task \"" + head.task + "\" was skipped: no row of " + dataset.path +
                                    " has a label for it.");
      continue;
    }
    run.report("evaluating " + head.task, h, model.heads.size());
    const auto probabilities = with_labels(probabilities_of(predictor, h, rows.texts, run), head.labels, labels);
    const auto predicted = models::top_labels(probabilities, labels.size());
    TaskEvaluation result;
    result.task = head.task;
    result.unknown_rows = rows_of(dataset, column, head.labels).unknown_labels.size();
    result.labels = labels;
    result.metrics = models::measure(probabilities, rows.labels, labels.size());
    result.ranking = models::rank(probabilities, rows.labels, labels.size());
    result.coverage = models::coverage_curve(probabilities, rows.labels, labels.size());
    result.verdict = verdict_on(result.metrics, result.labels);
    result.languages = by_language(dataset, rows, predicted);
    result.parts = by_column(dataset, rows, predicted);
    if (!head.column.empty()) columns[head.column].add(rows, predicted, head);
    evaluation.tasks.push_back(std::move(result));
  }
  for (const auto& [column, tally] : columns) evaluation.columns.push_back(tally.evaluation(column));
  if (evaluation.tasks.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                dataset.path + ": no labels for any of the model's tasks. Check the label columns.");
  }
  return evaluation;
}

}  // namespace smartdesk::training

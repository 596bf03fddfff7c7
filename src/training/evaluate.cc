#include "training/evaluate.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/parallel.h"
#include "text/language.h"

namespace smartdesk::training {
namespace {

void refuse_unknown_labels(const Dataset& dataset, const models::Head& head, const TaskRows& rows) {
  if (rows.unknown_labels.empty()) return;
  std::set<std::string> distinct(rows.unknown_labels.begin(), rows.unknown_labels.end());
  std::string list;
  for (const auto& label : distinct) {
    if (list.size() > 200) {
      list += " …";
      break;
    }
    list += (list.empty() ? "\"" : ", \"") + label + "\"";
  }
  std::string known;
  for (const auto& label : head.labels.names()) {
    if (known.size() > 200) {
      known += " …";
      break;
    }
    known += (known.empty() ? "" : ", ") + label;
  }
  const auto task = std::find(dataset.tasks.begin(), dataset.tasks.end(), head.task) - dataset.tasks.begin();
  const auto first = std::find_if(dataset.rows.begin(), dataset.rows.end(), [&](const auto& row) {
    return row.labels[static_cast<std::size_t>(task)] == rows.unknown_labels.front();
  });
  throw Error(ErrorCode::kInvalidInput, dataset.path + ", line " + std::to_string(first->line) + ", task \"" +
                                            head.task + "\": " + std::to_string(rows.unknown_labels.size()) +
                                            " rows have labels that the model does not know: " + list + ". It knows: " +
                                            known + ". Correct the labels, or train a model with them.");
}

std::vector<float> probabilities_of(const prediction::Predictor& predictor, std::size_t head,
                                    const std::vector<std::string_view>& texts, const Run& run) {
  const auto classes = static_cast<std::size_t>(predictor.model().heads[head].labels.size());
  std::vector<float> all(texts.size() * classes);
  constexpr std::size_t kChunk = 256;
  parallel_for((texts.size() + kChunk - 1) / kChunk, run.threads, [&](std::size_t chunk) {
    run.stop_if_asked();
    prediction::PredictorScratch scratch;
    const std::size_t begin = chunk * kChunk, end = std::min(texts.size(), begin + kChunk);
    predictor.predict_all(std::span(texts).subspan(begin, end - begin), scratch,
                          [&](std::size_t i, std::span<const models::Prediction> row) {
                            const auto& probabilities = row[head].probabilities;
                            std::copy(probabilities.begin(), probabilities.end(),
                                      all.begin() + static_cast<std::ptrdiff_t>((begin + i) * classes));
                          });
  });
  return all;
}

std::vector<LanguageEvaluation> by_language(const Dataset& dataset, const TaskRows& rows,
                                            const std::vector<ClassIndex>& predicted, int classes) {
  const bool told = std::any_of(dataset.rows.begin(), dataset.rows.end(),
                                [](const DatasetRow& row) { return !row.language.empty(); });
  struct Part {
    std::vector<ClassIndex> truth, predicted;
  };
  std::map<std::string, Part> parts;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    const auto& row = dataset.rows[rows.rows[i]];
    auto& part = parts[told ? row.language : text::detect_language(row.text)];
    part.truth.push_back(rows.labels[i]);
    part.predicted.push_back(predicted[i]);
  }
  std::vector<LanguageEvaluation> languages;
  if (parts.size() < 2) return languages;
  for (const auto& [language, part] : parts) {
    const auto metrics = models::measure_labels(part.predicted, part.truth, classes);
    languages.push_back({language, metrics.rows, metrics.accuracy, metrics.macro_f1});
  }
  std::stable_sort(languages.begin(), languages.end(),
                   [](const LanguageEvaluation& a, const LanguageEvaluation& b) { return a.rows > b.rows; });
  return languages;
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
  std::map<std::string, ColumnTally> columns;
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const auto& head = model.heads[h];
    const auto task = std::find(dataset.tasks.begin(), dataset.tasks.end(), head.task);
    if (task == dataset.tasks.end()) continue;
    const auto rows = rows_of(dataset, static_cast<std::size_t>(task - dataset.tasks.begin()), head.labels);
    refuse_unknown_labels(dataset, head, rows);
    if (rows.texts.empty()) {
      evaluation.warnings.push_back("Task \"" + head.task + "\" was skipped: no row of " + dataset.path +
                                    " has a label for it.");
      continue;
    }
    run.report("evaluating " + head.task, h, model.heads.size());
    const auto probabilities = probabilities_of(predictor, h, rows.texts, run);
    TaskEvaluation result;
    result.task = head.task;
    result.labels = head.labels;
    result.metrics = models::measure(probabilities, rows.labels, head.labels.size());
    result.coverage = models::coverage_curve(probabilities, rows.labels, head.labels.size());
    result.verdict = verdict_on(result.metrics, result.labels);
    const auto predicted = models::top_labels(probabilities, head.labels.size());
    result.languages = by_language(dataset, rows, predicted, head.labels.size());
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

#include "desk/evaluate.h"

#include <algorithm>
#include <set>

#include "core/parallel.h"
#include "desk/significance.h"

namespace smartdesk {
namespace {

void refuse_unknown_labels(const Dataset& dataset, const Head& head, const TaskRows& rows) {
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
  throw Error(ErrorCode::kInvalidInput, dataset.path + ": line " + std::to_string(first->line) + ", task \"" +
                                            head.task + "\": " + std::to_string(rows.unknown_labels.size()) +
                                            " rows have labels that the model does not know: " + list +
                                            ". It knows: " + known + ". Correct the labels, or train again with them");
}

std::vector<float> probabilities_of(const Model& model, std::size_t head, const std::vector<std::string_view>& texts,
                                    const Run& run) {
  const auto classes = static_cast<std::size_t>(model.heads[head].labels.size());
  std::vector<float> all(texts.size() * classes);
  constexpr std::size_t kChunk = 256;
  parallel_for((texts.size() + kChunk - 1) / kChunk, run.threads, [&](std::size_t chunk) {
    run.stop_if_asked();
    ModelScratch scratch;
    std::vector<Prediction> row;
    for (std::size_t i = chunk * kChunk; i < std::min(texts.size(), (chunk + 1) * kChunk); ++i) {
      predict(model, texts[i], scratch, row);
      const auto& probabilities = row[head].probabilities;
      std::copy(probabilities.begin(), probabilities.end(), all.begin() + static_cast<std::ptrdiff_t>(i * classes));
    }
  });
  return all;
}

}  // namespace

Evaluation evaluate(const Model& model, const Dataset& dataset, const Run& run) {
  Evaluation evaluation;
  evaluation.model_version = model.version;
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const auto& head = model.heads[h];
    const auto task = std::find(dataset.tasks.begin(), dataset.tasks.end(), head.task);
    if (task == dataset.tasks.end()) continue;
    const auto rows = rows_of(dataset, static_cast<std::size_t>(task - dataset.tasks.begin()), head.labels);
    refuse_unknown_labels(dataset, head, rows);
    if (rows.texts.empty()) {
      evaluation.warnings.push_back("task \"" + head.task + "\": no row of " + dataset.path +
                                    " has a label; left out.");
      continue;
    }
    run.report("evaluating " + head.task, h, model.heads.size());
    const auto probabilities = probabilities_of(model, h, rows.texts, run);
    TaskEvaluation result;
    result.task = head.task;
    result.labels = head.labels;
    result.metrics = measure(probabilities, rows.labels, head.labels.size());
    result.coverage = coverage_curve(probabilities, rows.labels, head.labels.size());
    result.no_signal = no_better_than_guessing(result.metrics);
    evaluation.tasks.push_back(std::move(result));
  }
  if (evaluation.tasks.empty()) {
    throw Error(ErrorCode::kInvalidInput, dataset.path + ": none of the model's tasks has labels in this file");
  }
  return evaluation;
}

}  // namespace smartdesk

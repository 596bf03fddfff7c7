#include "training/model_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/label_spelling.h"
#include "training/internal/head_probabilities.h"
#include "training/trained_rows.h"

namespace smartdesk::training {
namespace {

constexpr double kLevel = 0.05;

std::optional<std::size_t> head_of(const models::Model& model, const std::string& task) {
  const auto found =
      std::find_if(model.heads.begin(), model.heads.end(), [&](const models::Head& head) { return head.task == task; });
  if (found == model.heads.end()) return std::nullopt;
  return static_cast<std::size_t>(found - model.heads.begin());
}

// The names by which the other head's labels are judged: those of the model where they are only spelled differently.
std::vector<std::string> judged_names(const LabelSet& other, const LabelSet& model) {
  const LabelSpellings known(model.names());
  std::vector<std::string> names;
  for (const auto& name : other.names()) names.push_back(known.find(name).value_or(name));
  return names;
}

LabelSet all_labels(const LabelSet& model, const std::vector<std::string>& other, const LabelSet& rows) {
  auto names = model.names();
  names.insert(names.end(), other.begin(), other.end());
  names.insert(names.end(), rows.names().begin(), rows.names().end());
  return LabelSet(std::move(names));
}

// A head's predictions. names: of its labels, as `labels` has them.
std::vector<ClassIndex> predictions_of(const std::vector<float>& probabilities, const std::vector<std::string>& names,
                                       const LabelSet& labels) {
  auto predicted = models::top_labels(probabilities, static_cast<int>(names.size()));
  for (auto& label : predicted) label = labels.find(names[static_cast<std::size_t>(label)]).value();
  return predicted;
}

// Above 0: the model is better, below: the other one, 0: these rows do not tell.
int sign_by_macro_f1(const models::Comparison& figures) {
  if (figures.macro_f1_interval.low > 0) return 1;
  return figures.macro_f1_interval.high < 0 ? -1 : 0;
}

int sign_by_accuracy(const models::Comparison& figures) {
  if (figures.p_value > kLevel) return 0;
  return figures.only_first > figures.only_second ? 1 : -1;
}

std::string macro_f1_text(const models::Comparison& figures, int sign) {
  const auto& interval = figures.macro_f1_interval;
  return fmt::format("macro F1 {:+.3f} (95 % interval {:+.3f} to {:+.3f})", sign * figures.macro_f1_difference,
                     sign < 0 ? 0 - interval.high : interval.low, sign < 0 ? 0 - interval.low : interval.high);
}

std::string accuracy_text(const models::Comparison& figures, int sign) {
  const int first = sign < 0 ? figures.only_second : figures.only_first;
  const int second = sign < 0 ? figures.only_first : figures.only_second;
  return fmt::format("accuracy {:+.3f} (alone right on {} rows, the other on {}; McNemar p = {:.2g})",
                     sign * figures.accuracy_difference, first, second, figures.p_value);
}

void judge(TaskComparison& task, const std::string& name) {
  const auto& figures = task.figures;
  const int f1 = sign_by_macro_f1(figures), accuracy = sign_by_accuracy(figures);
  const int sign = f1 != 0 ? f1 : accuracy;
  const int view = sign < 0 ? -1 : 1;  // figures are told from the better one's side
  const auto f1_text = macro_f1_text(figures, view), right_text = accuracy_text(figures, view);
  if (f1 * accuracy < 0) {
    task.verdict = ComparisonVerdict::kMixed;
    task.sentence = fmt::format("{} is better by one measure and worse by the other: {}, {}.",
                                sign < 0 ? name : "The model", f1_text, right_text);
    return;
  }
  if (sign == 0) {
    task.sentence =
        fmt::format("No difference from {} that {} rows could show: {}, {}.", name, figures.rows, f1_text, right_text);
    return;
  }
  task.verdict = sign > 0 ? ComparisonVerdict::kBetter : ComparisonVerdict::kWorse;
  const auto who = sign > 0 ? "The model is better than " + name : name + " is better than the model";
  if (f1 == accuracy) {
    task.sentence = fmt::format("{}: {}, {}.", who, f1_text, right_text);
  } else if (f1 != 0) {
    task.sentence = fmt::format("{}: {}. {} rows show no difference by {}.", who, f1_text, figures.rows, right_text);
  } else {
    task.sentence = fmt::format("{}: {}. {} rows show no difference by {}.", who, right_text, figures.rows, f1_text);
  }
}

// The rows of a task that both models are compared on.
struct Rows {
  const Dataset& dataset;
  std::size_t column;  // of the dataset's tasks
};

TaskComparison compare_heads(const prediction::Predictor& model, const prediction::Predictor& other, const Rows& rows,
                             const Run& run) {
  const auto& task = rows.dataset.tasks[rows.column];
  const std::size_t head = head_of(model.model(), task).value(), other_head = head_of(other.model(), task).value();
  const auto& own = model.model().heads[head].labels;
  const auto names = judged_names(other.model().heads[other_head].labels, own);
  const auto labels = all_labels(own, names, labels_of(rows.dataset, rows.column));
  const auto judged = rows_of(rows.dataset, rows.column, labels);
  const auto first = predictions_of(probabilities_of(model, head, judged.texts, run), own.names(), labels);
  const auto second = predictions_of(probabilities_of(other, other_head, judged.texts, run), names, labels);
  const auto alone = models::measure_labels(second, judged.labels, labels.size());
  TaskComparison result;
  result.task = task;
  result.figures = models::compare(first, second, judged.labels, labels.size());
  result.other_accuracy = alone.accuracy;
  result.other_macro_f1 = alone.macro_f1;
  const LabelSet known(names);
  result.other_unknown_rows = rows_of(rows.dataset, rows.column, known).unknown_labels.size();
  return result;
}

}  // namespace

ModelComparison compare_models(const prediction::Predictor& model, const prediction::Predictor& other,
                               const std::string& name, const Dataset& dataset, const Run& run) {
  ModelComparison result{name, other.model().version, {}, {}};
  if (auto note = trained_rows_note(other.model().training_texts, name, dataset, run); !note.empty())
    result.warnings.push_back(std::move(note));
  for (const auto& head : model.model().heads) {
    const auto task = std::find(dataset.tasks.begin(), dataset.tasks.end(), head.task);
    if (task == dataset.tasks.end()) continue;
    const auto column = static_cast<std::size_t>(task - dataset.tasks.begin());
    if (labels_of(dataset, column).size() == 0) continue;
    if (!head_of(other.model(), head.task)) {
      result.warnings.push_back("Task \"" + head.task + "\" was not compared: " + name + " does not answer it.");
      continue;
    }
    run.report("comparing " + head.task + " with " + name, 0, 0);
    result.tasks.push_back(compare_heads(model, other, {dataset, column}, run));
    judge(result.tasks.back(), name);
  }
  if (result.tasks.empty()) {
    throw Error(ErrorCode::kInvalidInput, name + " answers none of the model's tasks that " + dataset.path +
                                              " has labels for. Compare models of the same tasks.");
  }
  return result;
}

}  // namespace smartdesk::training

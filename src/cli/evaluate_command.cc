#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <optional>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "core/label_spelling.h"
#include "models/abstention.h"
#include "text/json_text.h"
#include "training/evaluate.h"
#include "training/model_comparison.h"

namespace smartdesk::cli {
namespace {

struct EvaluateArguments {
  std::string model, in, against, by;
  ColumnFlags columns;
};

// null for what cannot be said.
boost::json::value or_null(const std::optional<double>& figure) {
  return figure ? boost::json::value(*figure) : boost::json::value(nullptr);
}

boost::json::object labels_as_json(const training::TaskEvaluation& task) {
  boost::json::object per_class;
  for (ClassIndex label = 0; label < task.labels.size(); ++label) {
    const auto& one = task.metrics.per_class[static_cast<std::size_t>(label)];
    const auto& ranking = task.ranking.per_label[static_cast<std::size_t>(label)];
    per_class[task.labels.name(label)] = {{"precision", one.precision},
                                          {"recall", one.recall},
                                          {"f1", one.f1},
                                          {"support", one.support},
                                          {"roc_auc", or_null(ranking.roc_auc)},
                                          {"average_precision", or_null(ranking.average_precision)}};
  }
  return per_class;
}

boost::json::object confusion_as_json(const training::TaskEvaluation& task) {
  boost::json::object confusion;
  for (ClassIndex truth = 0; truth < task.labels.size(); ++truth) {
    boost::json::object row;
    for (ClassIndex predicted = 0; predicted < task.labels.size(); ++predicted) {
      row[task.labels.name(predicted)] =
          task.metrics.confusion[static_cast<std::size_t>(truth)][static_cast<std::size_t>(predicted)];
    }
    confusion[task.labels.name(truth)] = row;
  }
  return confusion;
}

// name: what the parts have in common.
boost::json::array parts_as_json(std::string_view name, const std::vector<training::PartEvaluation>& parts) {
  boost::json::array array;
  for (const auto& part : parts) {
    array.push_back({{name, part.value},
                     {"rows", part.rows},
                     {"accuracy", part.accuracy},
                     {"accuracy_95", {part.accuracy_interval.low, part.accuracy_interval.high}},
                     {"macro_f1", part.macro_f1}});
  }
  return array;
}

boost::json::object as_json(const training::TaskEvaluation& task) {
  const auto& metrics = task.metrics;
  boost::json::array coverage;
  for (const auto& point : task.coverage) {
    coverage.push_back({{"coverage", point.coverage}, {"threshold", point.threshold}, {"accuracy", point.accuracy}});
  }
  return {{"rows", metrics.rows},
          {"unknown_label_rows", task.unknown_rows},
          {"accuracy", metrics.accuracy},
          {"accuracy_95", {metrics.accuracy_interval.low, metrics.accuracy_interval.high}},
          {"macro_f1", metrics.macro_f1},
          {"macro_f1_95", {metrics.macro_f1_interval.low, metrics.macro_f1_interval.high}},
          {"weighted_f1", metrics.weighted_f1},
          {"roc_auc", or_null(task.ranking.macro.roc_auc)},
          {"average_precision", or_null(task.ranking.macro.average_precision)},
          {"log_loss", metrics.log_loss},
          {"ece", metrics.ece},
          {"ece_floor", metrics.ece_floor},
          {"ece_floor_995", metrics.ece_floor_995},
          {"majority_accuracy", metrics.majority_accuracy},
          {"no_signal", task.verdict.kind == training::Verdict::Kind::kGuessing},
          {"single_label", task.verdict.kind == training::Verdict::Kind::kSingleLabel},
          {"per_class", labels_as_json(task)},
          {"confusion", confusion_as_json(task)},
          {"coverage", coverage},
          {"languages", parts_as_json("language", task.languages)}};
}

std::string_view word_for(training::ComparisonVerdict verdict) {
  using Verdict = training::ComparisonVerdict;
  if (verdict == Verdict::kBetter) return "better";
  if (verdict == Verdict::kWorse) return "worse";
  return verdict == Verdict::kMixed ? "mixed" : "no_difference";
}

boost::json::object as_json(const training::ModelComparison& comparison, const training::TaskComparison& task) {
  const auto& figures = task.figures;
  return {{"model", comparison.other},
          {"model_version", comparison.other_version},
          {"rows", figures.rows},
          {"unknown_label_rows", task.other_unknown_rows},
          {"accuracy", task.other_accuracy},
          {"macro_f1", task.other_macro_f1},
          {"accuracy_difference", figures.accuracy_difference},
          {"mcnemar_p", figures.p_value},
          {"only_model_right", figures.only_first},
          {"only_other_right", figures.only_second},
          {"macro_f1_difference", figures.macro_f1_difference},
          {"macro_f1_difference_95", {figures.macro_f1_interval.low, figures.macro_f1_interval.high}},
          {"verdict", word_for(task.verdict)},
          {"sentence", task.sentence}};
}

// Languages with few rows are summed up: their figures would mean nothing.
std::string languages_as_text(const std::vector<training::PartEvaluation>& languages) {
  constexpr int kFew = 20;
  std::string text;
  int few = 0;
  for (const auto& one : languages) {
    if (one.rows < kFew) {
      few += one.rows;
      continue;
    }
    text += fmt::format("  {:<28}{:>10.3f} accuracy{:>10.3f} macro F1{:>8} rows\n",
                        one.value.empty() ? "language unclear" : "language " + one.value, one.accuracy, one.macro_f1,
                        one.rows);
  }
  if (few > 0 && !text.empty()) text += fmt::format("  {:<28}{:>47} rows\n", "languages with few rows", few);
  return text;
}

std::string parts_as_text(const std::string& column, const std::vector<training::PartEvaluation>& parts) {
  constexpr std::size_t kMostShown = 20;
  if (parts.empty()) return {};
  std::string text =
      fmt::format("  {:<28}{:>10}{:>20}{:>10}{:>8}\n", "by " + column, "accuracy", "(95 %)", "macro F1", "rows");
  for (std::size_t i = 0; i < std::min(parts.size(), kMostShown); ++i) {
    const auto& part = parts[i];
    text += fmt::format("  {:<28}{:>10.3f}{:>20}{:>10.3f}{:>8}\n", part.value.empty() ? "(empty)" : part.value,
                        part.accuracy,
                        fmt::format("({:.3f} to {:.3f})", part.accuracy_interval.low, part.accuracy_interval.high),
                        part.macro_f1, part.rows);
  }
  if (parts.size() <= kMostShown) return text;
  int rest = 0;
  for (std::size_t i = kMostShown; i < parts.size(); ++i) rest += parts[i].rows;
  return text + fmt::format("  and {} more, with {} rows together\n", parts.size() - kMostShown, rest);
}

// "-" for what cannot be said.
std::string or_dash(const std::optional<double>& figure) { return figure ? fmt::format("{:.3f}", *figure) : "-"; }

std::string as_text(const training::TaskEvaluation& task) {
  const auto& m = task.metrics;
  std::string text = fmt::format(
      "{}: {} rows\n  accuracy {:.3f} ({:.3f} to {:.3f}), always the most common label {:.3f}\n"
      "  macro F1 {:.3f} ({:.3f} to {:.3f}), weighted F1 {:.3f}, log loss {:.3f}, calibration error {:.3f} (with "
      "perfect calibration below {:.3f} on this many rows, in 199 of 200 cases below {:.3f})\n"
      "  ROC-AUC {}, average precision {} (each label against the others, mean)\n"
      "  {:<28}{:>10}{:>10}{:>10}{:>10}{:>10}{:>8}\n",
      task.task, m.rows, m.accuracy, m.accuracy_interval.low, m.accuracy_interval.high, m.majority_accuracy, m.macro_f1,
      m.macro_f1_interval.low, m.macro_f1_interval.high, m.weighted_f1, m.log_loss, m.ece, m.ece_floor, m.ece_floor_995,
      or_dash(task.ranking.macro.roc_auc), or_dash(task.ranking.macro.average_precision), "label", "precision",
      "recall", "F1", "ROC-AUC", "av. prec.", "rows");
  for (ClassIndex label = 0; label < task.labels.size(); ++label) {
    const auto& one = m.per_class[static_cast<std::size_t>(label)];
    const auto& ranking = task.ranking.per_label[static_cast<std::size_t>(label)];
    text +=
        fmt::format("  {:<28}{:>10.3f}{:>10.3f}{:>10.3f}{:>10}{:>10}{:>8}\n", task.labels.name(label), one.precision,
                    one.recall, one.f1, or_dash(ranking.roc_auc), or_dash(ranking.average_precision), one.support);
  }
  if (!task.verdict.sentence.empty()) text += "  " + task.verdict.sentence + "\n";
  text += languages_as_text(task.languages);
  for (const auto& point : task.coverage) {
    if (point.coverage != 0.8 && point.coverage != 0.6) continue;
    text +=
        fmt::format("  the {:.0f} % most confident predictions are {:.1f} % correct (--abstain-below {})\n",
                    point.coverage * 100, point.accuracy * 100, models::threshold_text(point.threshold, point.next));
  }
  return text;
}

// The model's tasks are read where the file has them, with the labels as the models name them.
training::DatasetSource source_for(const models::Model& model, const models::Model* other,
                                   const EvaluateArguments& arguments, const Session& session) {
  auto source = arguments.columns.source(arguments.in, session);
  source.group_column = arguments.by;
  if (source.tasks.empty()) {
    for (const auto& head : model.heads) {
      const auto& task = head.column.empty() ? head.task : head.column;
      if (source.tasks.empty() || source.tasks.back().first != task) source.tasks.emplace_back(task, "");
    }
    source.may_lack_tasks = true;
  }
  for (const auto& head : model.heads) {
    if (head.column.empty()) {
      source.known[head.task] = head.labels.names();
    } else {
      source.members[head.column].push_back(head.member);
    }
  }
  if (other == nullptr) return source;
  for (const auto& head : other->heads) {
    const auto known = source.known.find(head.task);
    if (known == source.known.end()) continue;
    const LabelSpellings spellings(known->second);
    for (const auto& name : head.labels.names()) {
      if (!spellings.find(name)) known->second.push_back(name);
    }
  }
  return source;
}

prediction::Predictor predictor_of(const std::string& path, const Session& session) {
  prediction::PredictorOptions options;
  options.embedders = embedders(session);
  return prediction::Predictor(models::load_model(path), options);
}

void print_json(const training::Evaluation& evaluation, const std::optional<training::ModelComparison>& comparison,
                const std::string& by) {
  boost::json::object tasks, columns;
  for (const auto& task : evaluation.tasks) {
    auto json = as_json(task);
    if (!by.empty()) json["by"] = {{"column", by}, {"values", parts_as_json("value", task.parts)}};
    tasks[task.task] = std::move(json);
  }
  if (comparison) {
    for (const auto& task : comparison->tasks) tasks[task.task].as_object()["against"] = as_json(*comparison, task);
  }
  for (const auto& column : evaluation.columns) {
    columns[column.column] = {{"rows", column.rows}, {"exact", column.exact}, {"macro_f1", column.macro_f1}};
  }
  print(text::json_text(
            boost::json::object{{"model_version", evaluation.model_version}, {"tasks", tasks}, {"columns", columns}}) +
        "\n");
}

void print_text(const training::Evaluation& evaluation, const std::optional<training::ModelComparison>& comparison,
                const std::string& by) {
  for (const auto& task : evaluation.tasks) {
    print(as_text(task) + parts_as_text(by, task.parts));
    if (!comparison) continue;
    for (const auto& compared : comparison->tasks) {
      if (compared.task == task.task) print("  " + compared.sentence + "\n");
    }
  }
  for (const auto& column : evaluation.columns) {
    print(fmt::format("{}, all labels together: {} rows, {:.1f} % with every label correct, macro F1 {:.3f}\n",
                      column.column, column.rows, column.exact * 100, column.macro_f1));
  }
}

void run_evaluate(const EvaluateArguments& arguments, Session& session) {
  const auto predictor = predictor_of(arguments.model, session);
  std::optional<prediction::Predictor> other;
  if (!arguments.against.empty()) other.emplace(predictor_of(arguments.against, session));
  const auto dataset =
      read_labelled(source_for(predictor.model(), other ? &other->model() : nullptr, arguments, session), session);
  const auto evaluation = training::evaluate(predictor, dataset, session.run());
  warn_of(evaluation.warnings, session);
  std::optional<training::ModelComparison> comparison;
  if (other) {
    comparison = training::compare_models(predictor, *other, arguments.against, dataset, session.run());
    warn_of(comparison->warnings, session);
  }
  if (session.json) {
    print_json(evaluation, comparison, arguments.by);
  } else {
    print_text(evaluation, comparison, arguments.by);
  }
  session.exit_code = exit_code_for_rejected(dataset.rejected.size());
}

Action make_evaluate(Options& options, Session& session) {
  auto arguments = std::make_shared<EvaluateArguments>();
  options.add("--model", arguments->model, "Model file.").required();
  options.add("--in", arguments->in, "Labelled tickets.").required();
  options.add("--against", arguments->against,
              "Another model file: compare both on the same rows. A label that a model does not know is wrong for it.");
  options.add("--by", arguments->by, "Column, such as channel: show the figures of each of its values as well.");
  arguments->columns.add_labels_to(options);
  return [arguments, &session] { run_evaluate(*arguments, session); };
}

}  // namespace

const Command kEvaluate{"evaluate", CommandGroup::kFiles,
                        "Evaluate a model on labelled tickets that it was not trained on.",
                        "Examples:\n"
                        "  smartdesk evaluate --model desk.model --in labelled.csv\n"
                        "  smartdesk evaluate --model new.model --against old.model --in labelled.csv\n"
                        "  smartdesk evaluate --model desk.model --in labelled.csv --by channel\n"
                        "  smartdesk evaluate --model queue.model --in mails.csv --label queue --task category --json",
                        make_evaluate};

}  // namespace smartdesk::cli

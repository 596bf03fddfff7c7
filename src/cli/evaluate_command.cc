#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "models/abstention.h"
#include "text/json_text.h"
#include "training/evaluate.h"

namespace smartdesk::cli {
namespace {

struct EvaluateArguments {
  std::string model, in;
  ColumnFlags columns;
};

boost::json::object as_json(const training::TaskEvaluation& task) {
  const auto& metrics = task.metrics;
  boost::json::object per_class, confusion;
  for (ClassIndex truth = 0; truth < task.labels.size(); ++truth) {
    const auto& one = metrics.per_class[static_cast<std::size_t>(truth)];
    per_class[task.labels.name(truth)] = {
        {"precision", one.precision}, {"recall", one.recall}, {"f1", one.f1}, {"support", one.support}};
    boost::json::object row;
    for (ClassIndex predicted = 0; predicted < task.labels.size(); ++predicted) {
      row[task.labels.name(predicted)] =
          metrics.confusion[static_cast<std::size_t>(truth)][static_cast<std::size_t>(predicted)];
    }
    confusion[task.labels.name(truth)] = row;
  }
  boost::json::array coverage;
  for (const auto& point : task.coverage) {
    coverage.push_back({{"coverage", point.coverage}, {"threshold", point.threshold}, {"accuracy", point.accuracy}});
  }
  boost::json::array languages;
  for (const auto& one : task.languages) {
    languages.push_back(
        {{"language", one.language}, {"rows", one.rows}, {"accuracy", one.accuracy}, {"macro_f1", one.macro_f1}});
  }
  return {{"rows", metrics.rows},
          {"unknown_label_rows", task.unknown_rows},
          {"accuracy", metrics.accuracy},
          {"accuracy_95", {metrics.accuracy_interval.low, metrics.accuracy_interval.high}},
          {"macro_f1", metrics.macro_f1},
          {"macro_f1_95", {metrics.macro_f1_interval.low, metrics.macro_f1_interval.high}},
          {"weighted_f1", metrics.weighted_f1},
          {"log_loss", metrics.log_loss},
          {"ece", metrics.ece},
          {"ece_floor", metrics.ece_floor},
          {"majority_accuracy", metrics.majority_accuracy},
          {"no_signal", task.verdict.kind == training::Verdict::Kind::kGuessing},
          {"single_label", task.verdict.kind == training::Verdict::Kind::kSingleLabel},
          {"per_class", per_class},
          {"confusion", confusion},
          {"coverage", coverage},
          {"languages", languages}};
}

// Languages with few rows are summed up: their figures would mean nothing.
std::string languages_as_text(const std::vector<training::LanguageEvaluation>& languages) {
  constexpr int kFew = 20;
  std::string text;
  int few = 0;
  for (const auto& one : languages) {
    if (one.rows < kFew) {
      few += one.rows;
      continue;
    }
    text += fmt::format("  {:<28}{:>10.3f} accuracy{:>10.3f} macro F1{:>8} rows\n",
                        one.language.empty() ? "language unclear" : "language " + one.language, one.accuracy,
                        one.macro_f1, one.rows);
  }
  if (few > 0 && !text.empty()) text += fmt::format("  {:<28}{:>47} rows\n", "languages with few rows", few);
  return text;
}

std::string as_text(const training::TaskEvaluation& task) {
  const auto& m = task.metrics;
  std::string text = fmt::format(
      "{}: {} rows\n  accuracy {:.3f} ({:.3f} to {:.3f}), always the most common label {:.3f}\n"
      "  macro F1 {:.3f} ({:.3f} to {:.3f}), weighted F1 {:.3f}, log loss {:.3f}, calibration error {:.3f} (with "
      "perfect calibration below {:.3f} on this many rows)\n"
      "  {:<28}{:>10}{:>10}{:>10}{:>8}\n",
      task.task, m.rows, m.accuracy, m.accuracy_interval.low, m.accuracy_interval.high, m.majority_accuracy, m.macro_f1,
      m.macro_f1_interval.low, m.macro_f1_interval.high, m.weighted_f1, m.log_loss, m.ece, m.ece_floor, "label",
      "precision", "recall", "F1", "rows");
  for (ClassIndex label = 0; label < task.labels.size(); ++label) {
    const auto& one = m.per_class[static_cast<std::size_t>(label)];
    text += fmt::format("  {:<28}{:>10.3f}{:>10.3f}{:>10.3f}{:>8}\n", task.labels.name(label), one.precision,
                        one.recall, one.f1, one.support);
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

void run_evaluate(const EvaluateArguments& arguments, Session& session) {
  prediction::PredictorOptions options;
  options.embedders = embedders(session);
  const prediction::Predictor predictor(models::load_model(arguments.model), options);
  const auto& model = predictor.model();
  auto source = arguments.columns.source(arguments.in, session);
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
  const auto dataset = read_labelled(source, session);
  const auto evaluation = training::evaluate(predictor, dataset, session.run());
  warn_of(evaluation.warnings, session);
  if (session.json) {
    boost::json::object tasks;
    for (const auto& task : evaluation.tasks) tasks[task.task] = as_json(task);
    boost::json::object columns;
    for (const auto& column : evaluation.columns) {
      columns[column.column] = {{"rows", column.rows}, {"exact", column.exact}, {"macro_f1", column.macro_f1}};
    }
    print(text::json_text(boost::json::object{
              {"model_version", evaluation.model_version}, {"tasks", tasks}, {"columns", columns}}) +
          "\n");
  } else {
    for (const auto& task : evaluation.tasks) print(as_text(task));
    for (const auto& column : evaluation.columns) {
      print(fmt::format("{}, all labels together: {} rows, {:.1f} % with every label correct, macro F1 {:.3f}\n",
                        column.column, column.rows, column.exact * 100, column.macro_f1));
    }
  }
  session.exit_code = exit_code_for_rejected(dataset.rejected.size());
}

Action make_evaluate(Options& options, Session& session) {
  auto arguments = std::make_shared<EvaluateArguments>();
  options.add("--model", arguments->model, "Model file.").required();
  options.add("--in", arguments->in, "Labelled tickets.").required();
  arguments->columns.add_labels_to(options);
  return [arguments, &session] { run_evaluate(*arguments, session); };
}

}  // namespace

const Command kEvaluate{"evaluate", CommandGroup::kFiles,
                        "Evaluate a model on labelled tickets that it was not trained on.",
                        "Examples:\n"
                        "  smartdesk evaluate --model desk.model --in labelled.csv\n"
                        "  smartdesk evaluate --model queue.model --in mails.csv --label queue --task category --json",
                        make_evaluate};

}  // namespace smartdesk::cli

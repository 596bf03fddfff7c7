#include <boost/json.hpp>
#include <optional>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/drift_text.h"
#include "cli/embedders.h"
#include "cli/workspace_flag.h"
#include "text/json_text.h"
#include "training/drift.h"
#include "workspace/model_registry.h"

namespace smartdesk::cli {
namespace {

namespace json = boost::json;

struct DriftArguments {
  std::string reference, current, model, workspace;
  ColumnFlags columns;
};

void add_test(const std::optional<training::DriftTest>& test, json::object& to) {
  to["p_value"] = test ? json::value(test->p_value) : json::value(nullptr);
  to["adjusted_p_value"] = test ? json::value(test->adjusted) : json::value(nullptr);
  to["changed"] = test && test->is_change();
}

json::value as_json(const models::Share& share) {
  if (share.of == 0) return nullptr;
  return json::object{{"rows", share.rows}, {"of", share.of}, {"share", share.value()}};
}

json::object as_json(const training::ShareDrift& share) {
  json::object object;
  if (!share.name.empty()) object["name"] = share.name;
  object["reference"] = as_json(share.reference);
  object["current"] = as_json(share.current);
  add_test(share.test, object);
  return object;
}

json::object as_json(const training::FigureDrift& figure) {
  json::object object{{"reference", figure.reference}, {"current", figure.current}};
  add_test(figure.test, object);
  return object;
}

json::array as_json(const std::vector<training::ShareDrift>& shares) {
  json::array array;
  for (const auto& share : shares) array.push_back(as_json(share));
  return array;
}

json::object as_json(const training::TextDrift& texts) {
  const auto& told = texts.told_apart;
  json::object apart{
      {"probability", told.probability}, {"reference_texts", told.reference}, {"current_texts", told.current}};
  add_test(told.test, apart);
  auto languages = as_json(texts.languages);
  for (auto& language : languages) language.as_object().emplace("name", "");
  return {{"told_apart", apart},
          {"length", as_json(texts.length)},
          {"languages", languages},
          {"words", as_json(texts.words)},
          {"words_tested", texts.words_tested}};
}

json::object as_json(const training::TaskDrift& task) {
  json::array labels;
  for (const auto& label : task.labels) {
    auto object = as_json(label.predicted);
    object["unknown"] = as_json(label.unknown);
    object["expected_error"] = as_json(label.expected_error);
    labels.push_back(std::move(object));
  }
  return {{"predicted_labels", labels},
          {"unknown", as_json(task.unknown)},
          {"expected_error", as_json(task.expected_error)},
          {"reference_is_cross_validated", task.reference_is_cross_validated},
          {"current_is_cross_validated", task.current_is_cross_validated}};
}

json::object as_json(const training::DriftFile& file) {
  return {{"path", file.path},
          {"rows", file.rows},
          {"texts", file.texts},
          {"most_repeated", {{"line", file.most_repeated_line}, {"rows", file.most_repeated_rows}}}};
}

json::object as_json(const training::Drift& drift) {
  json::array changes, notes;
  for (const auto& change : drift.changes) {
    changes.push_back({{"question", training::kDriftQuestions[change.question]},
                       {"task", change.task.empty() ? json::value(nullptr) : json::value(change.task)}});
  }
  for (const auto& note : drift.notes) notes.push_back(json::string(note));
  json::object tasks, labels;
  for (const auto& task : drift.answers) tasks[task.task] = as_json(task);
  for (const auto& column : drift.labels) labels[column.column] = as_json(column.labels);
  const char* verdict = !drift.is_tested ? "too_few" : drift.changes.empty() ? "unchanged" : "changed";
  return {{"verdict", verdict},
          {"changes", changes},
          {"level", training::kDriftLevel},
          {"questions", drift.questions},
          {"model_version", drift.model_version.empty() ? json::value(nullptr) : json::value(drift.model_version)},
          {"reference", as_json(drift.reference)},
          {"current", as_json(drift.current)},
          {"texts", as_json(drift.texts)},
          {"labels", labels},
          {"tasks", tasks},
          {"notes", notes}};
}

// nullopt, and a note: there is none to be found.
std::optional<prediction::Predictor> model_for(const DriftArguments& arguments, const Session& session) {
  prediction::PredictorOptions options;
  options.embedders = embedders(session);
  try {
    return prediction::Predictor(workspace::model_or_champion(workspace_at(arguments.workspace), arguments.model),
                                 options);
  } catch (const Error& error) {
    const bool is_none = error.code() == ErrorCode::kNoModel || error.code() == ErrorCode::kNoWorkspace;
    if (!is_none || !arguments.model.empty() || !arguments.workspace.empty()) throw;
  }
  session.console->warn(
      "No model yet, so texts and labels are compared and predictions are not. Pass --model FILE, or run `smartdesk "
      "train` first.");
  return std::nullopt;
}

// The label columns that both files may have: those that the user names, else those of the model, else the usual ones.
training::DatasetSource reference_source(const DriftArguments& arguments, const prediction::Predictor* model,
                                         const Session& session) {
  auto source = arguments.columns.source(arguments.reference, session);
  if (!source.tasks.empty()) return source;
  source.may_lack_tasks = true;
  if (model == nullptr) return source;
  for (const auto& column : model->columns()) {
    source.tasks.emplace_back(column.task, "");
    const auto& head = model->model().heads[column.begin];
    if (head.column.empty()) source.known[column.task] = head.labels.names();
  }
  return source;
}

// The same columns, and the reference's spelling of labels. New labels are allowed: finding them is the purpose.
training::DatasetSource current_source(const DriftArguments& arguments, training::DatasetSource source,
                                       const training::Dataset& reference) {
  source.path = arguments.current;
  for (std::size_t task = 0; task < reference.tasks.size(); ++task) {
    if (reference.split_column[task].empty())
      source.known.try_emplace(reference.tasks[task], training::labels_of(reference, task).names());
  }
  return source;
}

void run_drift(const DriftArguments& arguments, Session& session) {
  const auto model = model_for(arguments, session);
  const auto* predictor = model ? &*model : nullptr;
  const auto source = reference_source(arguments, predictor, session);
  const auto reference = read_labelled(source, session);
  const auto current = read_labelled(current_source(arguments, source, reference), session);
  const auto drift = training::find_drift({reference, current, predictor}, session.run());
  warn_of(drift.notes, session);
  print(session.json ? text::json_text(as_json(drift)) + "\n" : drift_as_text(drift));
  session.exit_code = exit_code_for_rejected(reference.rejected.size() + current.rejected.size());
}

Action make_drift(Options& options, Session& session) {
  auto arguments = std::make_shared<DriftArguments>();
  options.add("--reference", arguments->reference, "Tickets to compare with, such as those of last year.").required();
  options.add("--current", arguments->current, "Tickets that may have changed, such as those of last month.")
      .required();
  options.add("--model", arguments->model,
              "Model file whose predictions are compared (default: the workspace's champion; without one, only texts "
              "and labels are compared).");
  add_workspace_option(options, arguments->workspace);
  arguments->columns.add_labels_to(options);
  return [arguments, &session] { run_drift(*arguments, session); };
}

}  // namespace

const Command kDrift{"drift", CommandGroup::kFiles,
                     "Compare two files of tickets: what changed more than chance explains, and what to do about it.",
                     "Examples:\n"
                     "  smartdesk drift --reference 2025.csv --current march.csv --model desk.model\n"
                     "  smartdesk drift --reference 2025.csv --current march.csv --label queue\n"
                     "  smartdesk drift --reference 2025.csv --current march.csv --json | jq .verdict",
                     make_drift};

}  // namespace smartdesk::cli

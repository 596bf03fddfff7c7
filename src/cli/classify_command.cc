#include <fmt/format.h>
#include <boost/json.hpp>
#include <cstdlib>
#include <optional>

#include "cli/budget_notes.h"
#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "cli/reading_notes.h"
#include "cli/workspace_flag.h"
#include "models/model.h"
#include "prediction/classify.h"
#include "prediction/pipe.h"
#include "store/backend.h"
#include "text/json_text.h"
#include "workspace/model_registry.h"
#include "workspace/predict_workspace.h"

namespace smartdesk::cli {
namespace {

struct ClassifyArguments {
  std::string model, format, error_budget, unknown_rate = "5%", workspace;
  bool is_pipe = false;
  bool is_per_class = false;        // the error budget holds for each predicted label
  bool is_about_workspace = false;  // neither --in nor --pipe, and a workspace or no model is given
  double abstain_below = 0;
  ColumnFlags columns;
  prediction::ClassifyOptions options;
};

// "5%", "5 %" or "0.05"; nullopt for anything but a share from 0 to below 1.
std::optional<double> share_from(const std::string& text) {
  char* end = nullptr;
  double share = std::strtod(text.c_str(), &end);
  std::string_view rest(end);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest == "%") share /= 100;
  if (end == text.c_str() || !(rest.empty() || rest == "%") || !(share >= 0 && share < 1)) return std::nullopt;
  return share;
}

double error_budget_from(const std::string& text) {
  const auto share = share_from(text);
  if (share.value_or(0) > 0) return *share;
  throw Error(ErrorCode::kUsage,
              "--error-budget " + text + ": expected a percentage or a fraction, such as 5% or 0.05.");
}

double unknown_rate_from(const std::string& text) {
  if (const auto share = share_from(text)) return *share;
  throw Error(ErrorCode::kUsage, "--unknown-rate " + text +
                                     ": expected a percentage or a fraction below 1, such as 5% or 0.05. 0 flags only "
                                     "tickets without a known word.");
}

models::ErrorBudget budget_from(const ClassifyArguments& arguments) {
  return {error_budget_from(arguments.error_budget),
          arguments.is_per_class ? models::BudgetScope::kEachLabel : models::BudgetScope::kAllAnswers};
}

void classify_workspace(const ClassifyArguments& arguments, const store::WorkspaceLocation& location,
                        Session& session) {
  if (arguments.options.probabilities)
    throw Error(ErrorCode::kUsage, "--probabilities adds columns to a file. Pass the tickets with --in.");
  prediction::PredictorOptions options;
  options.embedders = embedders(session);
  options.unknown_rate = unknown_rate_from(arguments.unknown_rate);
  const prediction::Predictor predictor(workspace::model_or_champion(location, arguments.model), options);
  auto workspace = store::backend_for(location)->open_to_write("classify");
  const auto result = workspace::predict_workspace(predictor, workspace.store(), session.run());
  const auto& version = predictor.model().version;
  session.console->say(
      fmt::format("{} tickets read, {} missing labels added by model {}.", result.tickets, result.labels, version));
  if (session.json) {
    print(text::json_text(
              boost::json::object{{"model_version", version}, {"tickets", result.tickets}, {"labels", result.labels}}) +
          "\n");
  }
}

void classify_lines(const prediction::Predictor& predictor, const prediction::ClassifyOptions& options,
                    Session& session) {
  const auto result = prediction::answer_lines(predictor, options.in, options.out, session.run());
  if (result.faults > 0) {
    session.console->warn(fmt::format("{} of {} lines are not valid tickets. Their output lines give the reason.",
                                      result.faults, result.lines));
  }
}

void warn_of_guessing(const models::Model& model, Console& console) {
  for (const auto& head : model.heads) {
    if (head.no_signal)
      console.warn(head.task +
                   ": the model was no better than guessing in training. Do not rely on these predictions.");
  }
}

void show_result(const prediction::ClassifyResult& result, const std::string& version, const std::string& out,
                 Session& session) {
  session.console->say(
      fmt::format("{} tickets classified by model {}{}{}{}.", result.rows, version,
                  result.rejected > 0 ? fmt::format(", {} rows rejected", result.rejected) : "",
                  result.abstained > 0 ? fmt::format(", {} predictions flagged `abstain`", result.abstained) : "",
                  result.unknown > 0 ? fmt::format(", {} flagged `unknown`", result.unknown) : ""));
  if (session.json && out != "-") {
    print(text::json_text(boost::json::object{{"model_version", version},
                                              {"rows", result.rows},
                                              {"rejected", result.rejected},
                                              {"abstained", result.abstained},
                                              {"unknown", result.unknown}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(result.rejected);
}

void run_classify(ClassifyArguments& arguments, Session& session) {
  if (arguments.is_per_class && arguments.error_budget.empty())
    throw Error(ErrorCode::kUsage, "--per-class needs an error budget. Add --error-budget 5%, for instance.");
  const auto location = workspace_at(arguments.workspace);
  if (arguments.is_about_workspace) return classify_workspace(arguments, location, session);
  auto model = workspace::model_or_champion(location, arguments.model);
  auto& options = arguments.options;
  options.text_column = arguments.columns.text;
  options.map = arguments.columns.mapping();
  options.encoding = arguments.columns.encoding;
  if (!arguments.format.empty()) options.in_format = formats::table_format("stdin." + arguments.format);
  prediction::PredictorOptions predicting{arguments.abstain_below, {}, embedders(session)};
  predicting.unknown_rate = unknown_rate_from(arguments.unknown_rate);
  if (!arguments.error_budget.empty()) {
    predicting.error_budget = budget_from(arguments);
    announce_budget(model, *predicting.error_budget, *session.console);
  }
  const prediction::Predictor predictor(std::move(model), predicting);
  if (arguments.is_pipe) return classify_lines(predictor, options, session);
  constexpr int kShown = 3;
  int shown = 0;
  options.on_rejected = [&](const formats::Rejected& row) {
    if (++shown <= kShown) session.console->warn(fmt::format("{}, line {}: {}", options.in, row.line, row.reason));
  };
  options.on_read = reading_notes(*session.console);
  warn_of_guessing(predictor.model(), *session.console);
  const auto result = prediction::classify(predictor, options, session.run());
  show_result(result, predictor.model().version, options.out, session);
}

Action make_classify(Options& options, Session& session) {
  auto arguments = std::make_shared<ClassifyArguments>();
  options.add("--model", arguments->model, "Model file from train or benchmark (default: the workspace's champion).");
  const auto in = options.add("--in", arguments->options.in,
                              "Tickets, - for standard input (default: standard input with --model, else the "
                              "workspace's tickets).");
  const auto workspace = add_workspace_option(options, arguments->workspace);
  options.add("--out", arguments->options.out, "Output file: the same rows with predictions, - for standard output.")
      .show_default();
  add_format_option(options, arguments->format);
  options.add("--abstain-below", arguments->abstain_below, "Flag predictions below this probability as `abstain`.")
      .between(0.0, 1.0);
  options.add("--error-budget", arguments->error_budget,
              "Flag predictions as `abstain` so that at most this share of the rest is wrong, such as 5% or 0.05 "
              "(default: no budget). It covers tickets like those that the model was trained on.");
  options.flag("--per-class", arguments->is_per_class,
               "Keep the error budget for each predicted label by itself (default: for all predictions together).");
  options
      .add("--unknown-rate", arguments->unknown_rate,
           "Flag as `unknown` the tickets that are less like the training tickets than all but this share of those, "
           "such as 5% or 0.05. 0 flags only tickets without a known word.")
      .show_default();
  options.flag("--pipe", arguments->is_pipe,
               "Write one JSON line for each line read: a JSON ticket or a plain text (see docs/pipes.md).");
  options
      .flag("--probabilities", arguments->options.probabilities,
            "Also write the probability of every label: a column probability_TASK_LABEL for each.")
      .excludes("--pipe");
  arguments->columns.add_text_to(options);
  return [arguments, in, workspace, &session] {
    const bool names_a_workspace = workspace.is_given() || arguments->model.empty();
    arguments->is_about_workspace = names_a_workspace && !in.is_given() && !arguments->is_pipe;
    run_classify(*arguments, session);
  };
}

}  // namespace

const Command kClassify{
    "classify", CommandGroup::kFiles, "Classify tickets: label, probability and flag for each task, and a summary.",
    "Examples:\n"
    "  smartdesk classify --model desk.model --in new.csv --out answered.csv\n"
    "  smartdesk classify --model desk.model --in new.jsonl --abstain-below 0.6 > answered.jsonl\n"
    "  smartdesk classify --model desk.model --in new.csv --out answered.csv --error-budget 5%\n"
    "  smartdesk classify --model desk.model --in new.csv --out answered.csv --probabilities --unknown-rate 2%\n"
    "  cat new.csv | smartdesk classify --model desk.model | head\n"
    "  smartdesk classify --pipe --model desk.model    # for Spark and other programs that pipe lines\n"
    "  smartdesk classify                              # the workspace's tickets that have no labels yet",
    make_classify};

}  // namespace smartdesk::cli

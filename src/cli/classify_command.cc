#include <fmt/format.h>
#include <boost/json.hpp>
#include <cstdlib>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/server_embedder.h"
#include "cli/workspace_flag.h"
#include "models/model.h"
#include "prediction/classify.h"
#include "prediction/pipe.h"
#include "store/workspace.h"
#include "workspace/model_registry.h"
#include "workspace/predict_workspace.h"

namespace smartdesk::cli {
namespace {

struct ClassifyArguments {
  std::string model, format, error_budget, workspace;
  bool is_pipe = false;
  bool is_about_workspace = false;  // neither a model nor tickets are named
  ColumnFlags columns;
  prediction::ClassifyOptions options;
};

// "5%", "5 %" or "0.05".
double share_from(const std::string& text) {
  char* end = nullptr;
  double share = std::strtod(text.c_str(), &end);
  std::string_view rest(end);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest == "%") share /= 100;
  if (end == text.c_str() || !(rest.empty() || rest == "%") || !(share > 0 && share < 1)) {
    throw Error(ErrorCode::kUsage, "--error-budget " + text + ": a share of wrong answers such as 5% or 0.05 is meant");
  }
  return share;
}

void announce_budget(const models::Model& model, double budget, Console& console) {
  for (const auto& head : model.heads) {
    if (head.judged.empty()) {
      console.warn(head.task + ": this model holds no judged rows to set thresholds by, so every answer is left out");
      continue;
    }
    const auto rule = models::keep_error_within(budget, head.judged, head.labels.size());
    if (rule.coverage == 0) {
      console.warn(
          fmt::format("{}: {} judged rows cannot prove an error below {:g} % for any answer; every answer is "
                      "flagged `abstain`. Allow a larger error, or train on more tickets",
                      head.task, head.judged.size(), budget * 100));
    } else {
      console.say(
          fmt::format("{}: expect about {:.0f} % of tickets to be answered, at most {:g} % of these wrong (on "
                      "{} judged rows: {:.1f} %), as long as tickets are like those trained on",
                      head.task, rule.coverage * 100, budget * 100, head.judged.size(), rule.error * 100));
    }
  }
}

std::string champion_of(const store::WorkspaceLocation& location) {
  const workspace::ModelRegistry registry(location);
  const auto champion = registry.champion();
  if (champion) return registry.path_of(*champion);
  throw Error(ErrorCode::kUsage,
              "classify by which model? --model FILE names one, and `smartdesk train` gives the workspace " +
                  location.folder + " its own");
}

void classify_workspace(const store::WorkspaceLocation& location, Session& session) {
  const auto model = models::load_model(champion_of(location));
  auto workspace = store::Workspace::open_to_write(location, "classify");
  const auto embedder = embedder_for(model, session);
  const auto result = workspace::predict_workspace(model, workspace.store(), embedder.get(), session.run());
  session.console->say(fmt::format("{} tickets looked at, {} labels added by model {} where nobody had answered",
                                   result.tickets, result.labels, model.version));
  if (session.json) {
    print(boost::json::serialize(boost::json::object{
              {"model_version", model.version}, {"tickets", result.tickets}, {"labels", result.labels}}) +
          "\n");
  }
}

void classify_lines(models::Model model, const prediction::ClassifyOptions& options, Session& session) {
  const prediction::AnsweringModel answering(std::move(model), options.abstain_below, options.error_budget);
  const auto result = prediction::answer_lines(answering, options.in, options.out, session.run());
  if (result.faults > 0) {
    session.console->warn(
        fmt::format("{} of {} lines were no tickets; the lines in their place say why", result.faults, result.lines));
  }
}

void run_classify(ClassifyArguments& arguments, Session& session) {
  const auto location = workspace_at(arguments.workspace);
  if (arguments.is_about_workspace) return classify_workspace(location, session);
  auto model = models::load_model(arguments.model.empty() ? champion_of(location) : arguments.model);
  auto& options = arguments.options;
  options.text_column = arguments.columns.text;
  options.map = arguments.columns.mapping();
  if (!arguments.format.empty()) options.in_format = formats::table_format("stdin." + arguments.format);
  if (!arguments.error_budget.empty()) {
    options.error_budget = share_from(arguments.error_budget);
    announce_budget(model, *options.error_budget, *session.console);
  }
  if (arguments.is_pipe) return classify_lines(std::move(model), options, session);
  models::join_heads(model);
  constexpr int kShown = 3;
  int shown = 0;
  options.on_rejected = [&](const formats::Rejected& row) {
    if (++shown <= kShown) session.console->warn(fmt::format("{}: line {}: {}", options.in, row.line, row.reason));
  };
  for (const auto& head : model.heads) {
    if (head.no_signal)
      session.console->warn(head.task + ": this model was no better than guessing when it was trained");
  }
  const auto embedder = embedder_for(model, session);
  options.embedder = embedder.get();
  const auto result = prediction::classify(model, options, session.run());
  session.console->say(
      fmt::format("{} tickets classified by model {}{}{}{}", result.rows, model.version,
                  result.rejected > 0 ? fmt::format(", {} rows rejected", result.rejected) : "",
                  result.abstained > 0 ? fmt::format(", {} answers abstained from", result.abstained) : "",
                  result.unknown > 0 ? fmt::format(", {} unlike the training tickets", result.unknown) : ""));
  if (session.json && options.out != "-") {
    print(boost::json::serialize(boost::json::object{{"model_version", model.version},
                                                     {"rows", result.rows},
                                                     {"rejected", result.rejected},
                                                     {"abstained", result.abstained},
                                                     {"unknown", result.unknown}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(result.rejected);
}

}  // namespace

void add_classify(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("classify", "answer every task for each ticket: label, probability, flag, summary");
  auto arguments = std::make_shared<ClassifyArguments>();
  command->add_option("--model", arguments->model,
                      "model file from train or benchmark (default: the workspace's champion)");
  auto* in = command->add_option("--in", arguments->options.in,
                                 "tickets, - for stdin (default: stdin; without --model the workspace's own)");
  add_workspace_flag(*command, arguments->workspace);
  command->add_option("--out", arguments->options.out, "the same rows with the answers (default: stdout)")
      ->capture_default_str();
  command->add_option("--format", arguments->format, "format of stdin: csv, tsv or jsonl (default: csv)")
      ->check(CLI::IsMember({"csv", "tsv", "json", "jsonl"}));
  command
      ->add_option("--abstain-below", arguments->options.abstain_below,
                   "flag answers less probable than this `abstain`")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--error-budget", arguments->error_budget,
                      "flag answers `abstain` so that at most this share of the others is wrong, such as 5%");
  command->add_flag("--pipe", arguments->is_pipe,
                    "one JSON line out for each line in: a JSON ticket, or a ticket's text; see docs/pipes.md");
  arguments->columns.add_text_to(*command);
  command->footer(
      "Examples:\n"
      "  smartdesk classify --model desk.model --in new.csv --out answered.csv\n"
      "  smartdesk classify --model desk.model --in new.jsonl --abstain-below 0.6 > answered.jsonl\n"
      "  smartdesk classify --model desk.model --in new.csv --out answered.csv --error-budget 5%\n"
      "  cat new.csv | smartdesk classify --model desk.model | head\n"
      "  smartdesk classify --pipe --model desk.model    # one JSON line out for each line in, for Spark and the like\n"
      "  smartdesk classify                     # the workspace's tickets that nobody has answered for");
  command->callback([arguments, in, &session] {
    arguments->is_about_workspace = arguments->model.empty() && in->count() == 0 && !arguments->is_pipe;
    run_classify(*arguments, session);
  });
}

}  // namespace smartdesk::cli

#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "desk/classify.h"
#include "models/model.h"

namespace smartdesk {
namespace {

struct ClassifyArguments {
  std::string model, format;
  ColumnOptions columns;
  ClassifyOptions options;
};

void run_classify(ClassifyArguments& arguments, Session& session) {
  const auto model = load_model(arguments.model);
  auto& options = arguments.options;
  options.text_column = arguments.columns.text;
  options.map = arguments.columns.mapping();
  if (!arguments.format.empty()) options.in_format = table_format("stdin." + arguments.format);
  constexpr int kShown = 3;
  int shown = 0;
  options.on_rejected = [&](const Rejected& row) {
    if (++shown <= kShown) session.console->warn(fmt::format("{}: line {}: {}", options.in, row.line, row.reason));
  };
  for (const auto& head : model.heads) {
    if (head.no_signal)
      session.console->warn(head.task + ": this model was no better than guessing when it was trained");
  }
  const auto result = classify(model, options, session.run());
  session.console->say(
      fmt::format("{} tickets classified by model {}{}{}", result.rows, model.version,
                  result.rejected > 0 ? fmt::format(", {} rows rejected", result.rejected) : "",
                  result.abstained > 0 ? fmt::format(", {} answers abstained from", result.abstained) : ""));
  if (session.json && options.out != "-") {
    print(boost::json::serialize(boost::json::object{{"model_version", model.version},
                                                     {"rows", result.rows},
                                                     {"rejected", result.rejected},
                                                     {"abstained", result.abstained}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(result.rejected);
}

}  // namespace

void add_classify(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("classify", "answer every task for each ticket: label, probability, flag, summary");
  auto arguments = std::make_shared<ClassifyArguments>();
  command->add_option("--model", arguments->model, "model file from train or benchmark")->required();
  command->add_option("--in", arguments->options.in, "tickets (default: stdin)")->capture_default_str();
  command->add_option("--out", arguments->options.out, "the same rows with the answers (default: stdout)")
      ->capture_default_str();
  command->add_option("--format", arguments->format, "format of stdin: csv, tsv or jsonl (default: csv)")
      ->check(CLI::IsMember({"csv", "tsv", "json", "jsonl"}));
  command
      ->add_option("--abstain-below", arguments->options.abstain_below,
                   "flag answers less probable than this `abstain`")
      ->check(CLI::Range(0.0, 1.0));
  arguments->columns.add_text_to(*command);
  command->footer(
      "Examples:\n"
      "  smartdesk classify --model desk.model --in new.csv --out answered.csv\n"
      "  smartdesk classify --model desk.model --in new.jsonl --abstain-below 0.6 > answered.jsonl\n"
      "  cat new.csv | smartdesk classify --model desk.model | head");
  command->callback([arguments, &session] { run_classify(*arguments, session); });
}

}  // namespace smartdesk

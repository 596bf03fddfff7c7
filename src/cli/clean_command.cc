#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "training/clean.h"

namespace smartdesk::cli {
namespace {

struct CleanArguments {
  std::string profile = "default";
  training::CleanOptions options;
  ColumnFlags columns;
};

std::string listed(const std::map<std::string, std::uint64_t>& counts) {
  std::string list;
  for (const auto& [name, count] : counts) list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, name);
  return list.empty() ? "none" : list;
}

void run_clean(CleanArguments& arguments, Session& session) {
  auto& options = arguments.options;
  options.parity = arguments.profile == "parity";
  options.text_column = arguments.columns.text;
  options.map = arguments.columns.mapping();
  const auto result = training::clean(options, session.run());
  session.console->say(fmt::format("{} rows read, {} kept", result.rows_in, result.rows_out));
  session.console->say("dropped: " + listed(result.dropped));
  if (!result.merged.empty()) session.console->say("merged into Other: " + listed(result.merged));
  if (result.rejected > 0) {
    session.console->warn(
        fmt::format("{} rows could not be read{}", result.rejected,
                    options.report.empty() ? "; --report FILE lists them" : ", see " + options.report));
  }
  if (session.json && options.out != "-") {
    print(boost::json::serialize(boost::json::object{{"rows_in", result.rows_in},
                                                     {"rows_out", result.rows_out},
                                                     {"dropped", boost::json::value_from(result.dropped)},
                                                     {"merged", boost::json::value_from(result.merged)},
                                                     {"rejected", result.rejected}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(result.rejected);
}

}  // namespace

void add_clean(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("clean", "drop what is no ticket, merge rare categories, remove repeats; say what and why");
  auto arguments = std::make_shared<CleanArguments>();
  command->add_option("--in", arguments->options.in, "tickets (.csv .tsv .json .jsonl, also .gz .zst, - for stdin)")
      ->required();
  command->add_option("--out", arguments->options.out, "the rows that are kept")->required();
  command->add_option("--report", arguments->options.report, "CSV of line, action, reason, detail");
  command
      ->add_option("--profile", arguments->profile,
                   "default: all rules; parity: only labels that are none and rare categories")
      ->check(CLI::IsMember({"default", "parity"}))
      ->capture_default_str();
  arguments->columns.add_text_to(*command);
  command->footer("Example:\n  smartdesk clean --in raw.csv --out clean.csv --report dropped.csv");
  command->callback([arguments, &session] { run_clean(*arguments, session); });
}

}  // namespace smartdesk::cli

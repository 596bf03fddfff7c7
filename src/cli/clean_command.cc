#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/configuration.h"
#include "cli/reading_notes.h"
#include "text/json_text.h"
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

// "Other", or "Other or others" if rare labels of two tasks are merged.
std::string rests(const Taxonomy& taxonomy) {
  std::string names;
  for (const auto& task : taxonomy.tasks) {
    if (!task.rest.empty()) names += (names.empty() ? "" : " or ") + task.rest;
  }
  return names;
}

void run_clean(CleanArguments& arguments, Session& session) {
  auto& options = arguments.options;
  options.parity = arguments.profile == "parity";
  options.text_column = arguments.columns.text;
  options.map = arguments.columns.mapping();
  options.taxonomy = Configuration::load().taxonomy();
  options.encoding = arguments.columns.encoding;
  options.on_read = [&](const formats::TableReader& table) {
    say_how_it_was_read(options.in, table, *session.console);
  };
  const auto result = training::clean(options, session.run());
  session.console->say(fmt::format("{} rows read, {} kept.", result.rows_in, result.rows_out));
  session.console->say("Dropped: " + listed(result.dropped));
  if (!result.merged.empty())
    session.console->say("Merged into " + rests(options.taxonomy) + ": " + listed(result.merged));
  if (!result.respelled.empty()) session.console->say("Other spellings of a label: " + listed(result.respelled));
  if (result.rejected > 0) {
    session.console->warn(
        fmt::format("{} rows could not be read{}.", result.rejected,
                    options.report.empty() ? "; pass --report FILE to list them" : ", see " + options.report));
  }
  if (session.json && options.out != "-") {
    print(text::json_text(boost::json::object{{"rows_in", result.rows_in},
                                              {"rows_out", result.rows_out},
                                              {"dropped", boost::json::value_from(result.dropped)},
                                              {"merged", boost::json::value_from(result.merged)},
                                              {"respelled", boost::json::value_from(result.respelled)},
                                              {"rejected", result.rejected}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(result.rejected);
}

Action make_clean(Options& options, Session& session) {
  auto arguments = std::make_shared<CleanArguments>();
  options
      .add("--in", arguments->options.in,
           "Tickets (.csv .tsv .json .jsonl .xlsx .ods .xls .eml .mbox, also .gz .zst, - for standard input).")
      .required();
  options.add("--out", arguments->options.out, "Output file for the rows that are kept.").required();
  options.add("--report", arguments->options.report, "Output file for what was dropped: line, action, reason, detail.");
  options
      .add("--profile", arguments->profile,
           "default: all rules. parity: only drop placeholder labels and merge rare categories.")
      .one_of({"default", "parity"})
      .show_default();
  arguments->columns.add_text_to(options);
  return [arguments, &session] { run_clean(*arguments, session); };
}

}  // namespace

const Command kClean{"clean", CommandGroup::kFiles,
                     "Drop rows that are no tickets, merge rare categories, remove duplicates, and report each.",
                     "Example:\n  smartdesk clean --in raw.csv --out clean.csv --report dropped.csv", make_clean};

}  // namespace smartdesk::cli

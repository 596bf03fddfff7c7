// The commands that fill a workspace and copy it: import, export, stats, backup, restore.

#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/configuration.h"
#include "cli/workspace_flag.h"
#include "core/clock.h"
#include "store/workspace.h"
#include "workspace/erase.h"
#include "workspace/export.h"
#include "workspace/import.h"

namespace smartdesk::cli {
namespace {

struct ImportArguments {
  workspace::ImportOptions options;
  ColumnFlags columns;
  std::string workspace, format;
  bool dry_run = false;
};

void show_preview(const workspace::ImportOptions& options, Session& session) {
  constexpr std::size_t kShown = 3;
  for (const auto& preview : workspace::preview_import(options, kShown, session.run())) {
    std::string text = preview.file + "\n";
    for (const auto& [ours, theirs] : preview.columns) text += fmt::format("  {:<12} <- {}\n", ours, theirs);
    for (const auto& name : preview.custom) text += fmt::format("  {:<12} <- {}\n", "(kept)", name);
    for (const auto& ticket : preview.tickets) {
      text +=
          fmt::format("  {} | {} | {}\n", ticket.external_id, ticket.subject.substr(0, 40), ticket.body.substr(0, 60));
    }
    print(text);
  }
  session.console->say("nothing was written; without --dry-run it is");
}

std::string rejects_path(const std::string& workspace) {
  auto now = utc_now();
  std::erase_if(now, [](char c) { return c == ':' || c == '-'; });
  return workspace + "/rejects/" + now + ".csv";
}

void erase_what_is_too_old(store::Workspace& workspace, const store::WorkspaceLocation& location, Session& session) {
  const int days = Configuration::load().number("workspace.keep_days");
  if (days <= 0) return;
  const auto old = workspace::ids_passing(workspace.store(), workspace::older_than(days), session.run());
  if (old.empty()) return;
  workspace::erase_tickets(workspace.store(), old, workspace::ModelRegistry(location));
  session.console->say(fmt::format("{} tickets were older than {} days and are erased", old.size(), days));
}

// The import is done and said; whoever stops this loses nothing.
void index_while_nobody_waits(store::TicketStore& store, Session& session) {
  try {
    workspace::index_words(store, session.run());
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInterrupted) throw;
    session.console->warn(fmt::format("{} tickets cannot be found by their words yet; any import goes on with that",
                                      store.not_indexed()));
  }
}

void run_import(ImportArguments& arguments, Session& session) {
  auto& options = arguments.options;
  options.text_column = arguments.columns.text;
  options.map = arguments.columns.mapping();
  if (!arguments.format.empty()) options.format = formats::table_format("stdin." + arguments.format);
  if (arguments.dry_run) return show_preview(options, session);
  const auto location = workspace_at(arguments.workspace);
  const auto& folder = location.folder;
  auto workspace = store::Workspace::make_or_open(location, "import");
  options.rejects = rejects_path(folder);
  options.tasks = configured_tasks();
  const auto result = workspace::import_tickets(workspace.store(), options, session.run());
  const std::string rejects = result.rejected > 0 ? options.rejects : "";
  session.console->say(fmt::format("{} tickets read into {}: {} new, {} changed, {} as they were; {} labels",
                                   result.accepted, location.database.empty() ? folder : "the database", result.added,
                                   result.updated, result.unchanged, result.labels));
  if (result.rejected > 0)
    session.console->warn(fmt::format("{} rows were rejected, see {}", result.rejected, rejects));
  if (session.json) {
    print(boost::json::serialize(boost::json::object{{"accepted", result.added},
                                                     {"updated", result.updated},
                                                     {"unchanged", result.unchanged},
                                                     {"rejected", result.rejected},
                                                     {"labels", result.labels},
                                                     {"rejects_file", rejects}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(result.rejected);
  erase_what_is_too_old(workspace, location, session);
  index_while_nobody_waits(workspace.store(), session);
}

struct ExportArguments {
  std::string workspace, format = "csv", out = "-", filter;
};

void run_export(const ExportArguments& arguments, Session& session) {
  auto workspace = store::Workspace::open_to_read(workspace_at(arguments.workspace));
  const auto written = workspace::export_tickets(
      workspace.store(),
      {workspace::export_format_named(arguments.format).value(), arguments.out, filter_named(arguments.filter)},
      session.run());
  session.console->say(
      fmt::format("{} tickets written to {}", written, arguments.out == "-" ? "standard output" : arguments.out));
}

void run_stats(const std::string& folder, Session& session) {
  auto workspace = store::Workspace::open_to_read(workspace_at(folder));
  const auto counts = workspace.store().counts();
  if (session.json) {
    boost::json::object labels, authors;
    for (const auto& [task, of] : counts.current) labels[task] = boost::json::value_from(of);
    for (const auto& [task, of] : counts.authors) authors[task] = boost::json::value_from(of);
    print(boost::json::serialize(boost::json::object{{"tickets", counts.tickets},
                                                     {"label_entries", counts.label_entries},
                                                     {"labels", std::move(labels)},
                                                     {"authors", std::move(authors)}}) +
          "\n");
    return;
  }
  std::string text = fmt::format("{} tickets, {} labels in their histories\n", counts.tickets, counts.label_entries);
  for (const auto& [task, of] : counts.current) {
    text += task + "\n";
    for (const auto& [label, count] : of) text += fmt::format("  {:<24} {:>9}\n", label, count);
    std::string by;
    for (const auto& [author, count] : counts.authors.at(task))
      by += fmt::format("{}{} by {}", by.empty() ? "" : ", ", count, author);
    text += "  (" + by + ")\n";
  }
  print(text);
}

void run_backup(const std::string& folder, const std::string& out, Session& session) {
  const auto tickets = store::Workspace::open_to_read(workspace_at(folder)).back_up(out);
  session.console->say(fmt::format("{} tickets copied to {} and checked", tickets, out));
}

void run_restore(const std::string& folder, const std::string& from, Session& session) {
  const auto restored = store::Workspace::restore(workspace_at(folder), from);
  session.console->say(fmt::format("{} tickets restored from {}", restored.tickets, from));
  if (!restored.kept.empty()) session.console->say("what was there before is in " + restored.kept);
}

}  // namespace

void add_import(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("import", "tickets from files of other programs into the workspace");
  auto arguments = std::make_shared<ImportArguments>();
  auto& options = arguments->options;
  command
      ->add_option("files", options.files,
                   "files or folders (.csv .tsv .json .jsonl .eml .mbox, also .gz .zst; - for stdin)")
      ->required();
  command->add_option("--source", options.source, "the system they come from (default: each file's name)");
  command->add_option("--format", arguments->format, "format of stdin (default: csv)")
      ->check(CLI::IsMember({"csv", "tsv", "json", "jsonl"}));
  command->add_flag("--trust-labels", options.labels_are_peoples,
                    "label columns were set by people, and stand against any model");
  command->add_flag("--dry-run", arguments->dry_run, "show how the files would be read, write nothing");
  arguments->columns.add_text_to(*command);
  add_workspace_flag(*command, arguments->workspace);
  command->footer(
      "Examples:\n"
      "  smartdesk import zendesk.csv --dry-run\n"
      "  smartdesk import zendesk.csv --source zendesk --trust-labels\n"
      "  smartdesk import exports/ --json\n"
      "The same file twice adds nothing; changed rows become versions of their ticket.");
  command->callback([arguments, &session] { run_import(*arguments, session); });
}

void add_export(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("export", "the workspace's tickets for other programs");
  auto arguments = std::make_shared<ExportArguments>();
  command->add_option("--format", arguments->format, "csv, jsonl, labelstudio or argilla")
      ->check(CLI::IsMember({"csv", "jsonl", "labelstudio", "argilla"}))
      ->capture_default_str();
  command->add_option("--out", arguments->out, "where to write them (default: stdout)")->capture_default_str();
  command->add_option("--filter", arguments->filter, "only these (`smartdesk search --help` shows how)");
  add_workspace_flag(*command, arguments->workspace);
  command->footer(
      "Examples:\n"
      "  smartdesk export --format labelstudio --out tasks.json\n"
      "  smartdesk export --filter 'category:Billing created:>=2026-01-01' --out billing.csv");
  command->callback([arguments, &session] { run_export(*arguments, session); });
}

void add_stats(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("stats", "how many tickets and labels the workspace holds, and whose they are");
  auto workspace = std::make_shared<std::string>();
  add_workspace_flag(*command, *workspace);
  command->footer("Example:\n  smartdesk stats --json");
  command->callback([workspace, &session] { run_stats(*workspace, session); });
}

void add_backup(CLI::App& app, Session& session) {
  struct Arguments {
    std::string workspace, out;
  };
  auto* command = app.add_subcommand("backup", "a checked copy of the workspace's tickets, made while it is used");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("--out", arguments->out, "where to write it")->required();
  add_workspace_flag(*command, arguments->workspace);
  command->footer("Example:\n  smartdesk backup --out tickets-2026-03-01.db");
  command->callback([arguments, &session] { run_backup(arguments->workspace, arguments->out, session); });
}

void add_restore(CLI::App& app, Session& session) {
  struct Arguments {
    std::string workspace, from;
  };
  auto* command =
      app.add_subcommand("restore", "put a backup in the workspace's place; what was there is kept beside it");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("from", arguments->from, "the backup")->required();
  add_workspace_flag(*command, arguments->workspace);
  command->footer("Example:\n  smartdesk restore tickets-2026-03-01.db");
  command->callback([arguments, &session] { run_restore(arguments->workspace, arguments->from, session); });
}

}  // namespace smartdesk::cli

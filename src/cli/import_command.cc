#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/configuration.h"
#include "cli/import_preview.h"
#include "cli/reading_notes.h"
#include "cli/workspace_flag.h"
#include "core/clock.h"
#include "store/backend.h"
#include "text/calendar.h"
#include "text/encoding.h"
#include "text/json_text.h"
#include "workspace/erase.h"
#include "workspace/import.h"
#include "workspace/preview_json.h"

namespace smartdesk::cli {
namespace {

struct ImportArguments {
  workspace::ImportOptions options;
  ColumnFlags columns;
  std::string workspace, format, date_order;
  bool dry_run = false;
};

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
  session.console->say(fmt::format("{} tickets older than {} days were erased.", old.size(), days));
}

// The import is complete and reported. Stopping here loses nothing.
void index_while_nobody_waits(store::TicketStore& store, Session& session) {
  try {
    workspace::index_words(store, session.run());
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInterrupted) throw;
    session.console->warn(
        fmt::format("{} tickets are not in the search index yet; the next import continues.", store.not_indexed()));
  }
}

void warn_of_ambiguous_dates(Session& session) {
  session.console->warn(
      "Dates such as 03/05/2026 can be read both ways. Slashes were read as month first, hyphens as day first. Pass "
      "--date-order dmy or mdy to decide.");
}

void show_preview(const workspace::ImportOptions& options, Session& session) {
  const auto preview = workspace::preview_import(options, {}, session.run());
  std::uint64_t rejected = 0;
  bool is_ambiguous = false;
  for (const auto& file : preview.files) {
    rejected += file.rejected;
    is_ambiguous = is_ambiguous || file.date_order == "ambiguous";
    if (!session.json) print(preview_text(file));
    warn_of_encoding(file.file, file.encoding, file.unreadable_characters, *session.console);
  }
  if (session.json) print(text::json_text(workspace::preview_json(preview)) + "\n");
  for (const auto& note : preview.notes) session.console->warn(note + ".");
  if (is_ambiguous) warn_of_ambiguous_dates(session);
  session.console->say("Dry run: nothing was written.");
  session.exit_code = exit_code_for_rejected(rejected);
}

void report_dates(const workspace::ImportResult& result, Session& session) {
  if (result.date_order == "ambiguous") warn_of_ambiguous_dates(session);
  if (result.unread_dates > 0) {
    session.console->warn(fmt::format("{} of {} rows have a date that could not be read. They have no day.",
                                      result.unread_dates, result.accepted));
  }
}

boost::json::array recognised_json(const workspace::ImportResult& result) {
  boost::json::array list;
  for (const auto& [file, source] : result.recognised)
    list.push_back(boost::json::object{{"file", file}, {"source", source}});
  return list;
}

void run_import(ImportArguments& arguments, Session& session) {
  auto& options = arguments.options;
  options.text_column = arguments.columns.text;
  options.map = arguments.columns.mapping();
  options.encoding = arguments.columns.encoding;
  if (!arguments.date_order.empty()) options.date_order = text::date_order_named(arguments.date_order);
  if (!arguments.format.empty()) options.format = formats::table_format("stdin." + arguments.format);
  const auto taxonomy = Configuration::load().taxonomy();
  options.tasks = task_names(taxonomy);
  options.like_none = labels_like_none(taxonomy);
  if (arguments.dry_run) return show_preview(options, session);
  const auto location = workspace_at(arguments.workspace);
  const auto& folder = location.folder;
  const auto backend = store::backend_for(location);
  auto workspace = backend->make_or_open("import");
  options.rejects = rejects_path(folder);
  const auto result = workspace::import_tickets(workspace.store(), options, session.run());
  const std::string rejects = result.rejected > 0 ? options.rejects : "";
  session.console->say(fmt::format("{} tickets imported into {}: {} new, {} changed, {} unchanged; {} labels.",
                                   result.accepted, backend->name(), result.added, result.updated, result.unchanged,
                                   result.labels));
  if (result.messages > 0) session.console->say(fmt::format("{} messages were added to tickets.", result.messages));
  for (const auto& [file, source] : result.recognised) {
    session.console->say(
        fmt::format("{} holds tickets of {} and was imported as {}. Pass --source to import it as another source.",
                    file, source, source));
  }
  if (result.rejected > 0)
    session.console->warn(fmt::format("{} rows were rejected. They are listed in {}.", result.rejected, rejects));
  session.console->say(fmt::format("Encoding: {}.", text::describe(result.encoding)));
  warn_of_encoding(result.encoding_file, result.encoding, result.unreadable_characters, *session.console);
  for (const auto& note : result.notes) session.console->warn(note + ".");
  report_dates(result, session);
  if (session.json) {
    print(text::json_text(boost::json::object{{"accepted", result.added},
                                              {"updated", result.updated},
                                              {"unchanged", result.unchanged},
                                              {"rejected", result.rejected},
                                              {"labels", result.labels},
                                              {"delimiter", result.delimiter},
                                              {"date_order", result.date_order},
                                              {"undated", result.undated},
                                              {"unread_dates", result.unread_dates},
                                              {"messages", result.messages},
                                              {"recognised", recognised_json(result)},
                                              {"notes", boost::json::value_from(result.notes)},
                                              {"rejects_file", rejects},
                                              {"encoding", result.encoding.name},
                                              {"encoding_source", text::name_of(result.encoding.source)},
                                              {"encoding_certainty", text::name_of(result.encoding.certainty)},
                                              {"unreadable_characters", result.unreadable_characters}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(result.rejected);
  erase_what_is_too_old(workspace, location, session);
  index_while_nobody_waits(workspace.store(), session);
}

Action make_import(Options& options, Session& session) {
  auto arguments = std::make_shared<ImportArguments>();
  auto& own = arguments->options;
  options
      .add("files", own.files,
           "Files, folders or .zip archives (.csv .tsv .json .jsonl .xlsx .ods .xls .eml .mbox, also .gz .zst; - for "
           "standard input).")
      .required();
  options.add(
      "--source", own.source,
      "System that the tickets come from (default: the one whose tickets the file holds, else the file's name).");
  add_format_option(options, arguments->format);
  options
      .add("--date-order", arguments->date_order,
           "Order of day, month and year in dates such as 03/05/2026: dmy, mdy or ymd (default: the whole column "
           "decides).")
      .one_of({"dmy", "mdy", "ymd"});
  options.flag("--trust-labels", own.labels_are_peoples,
               "Label columns were set by people. Such labels outrank any model's.");
  options.flag("--dry-run", arguments->dry_run,
               "Show how the files would be read and what would be rejected, and write nothing.");
  arguments->columns.add_text_to(options);
  add_workspace_option(options, arguments->workspace);
  return [arguments, &session] { run_import(*arguments, session); };
}

}  // namespace

const Command kImport{"import", CommandGroup::kWorkspace, "Import tickets from files into the workspace.",
                      "Examples:\n"
                      "  smartdesk import zendesk.csv --dry-run\n"
                      "  smartdesk import zendesk.csv --source zendesk --trust-labels\n"
                      "  smartdesk import exports/ --json\n"
                      "Importing a file twice adds nothing. Changed rows become new versions of their tickets.\n"
                      "Rows with a message ID, or with an author and the time of a message, become messages of their "
                      "tickets.",
                      make_import};

}  // namespace smartdesk::cli

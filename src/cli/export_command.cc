#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/workspace_flag.h"
#include "store/backend.h"
#include "text/json_text.h"
#include "workspace/customer.h"
#include "workspace/export.h"

namespace smartdesk::cli {
namespace {

struct ExportArguments {
  std::string workspace, format, out = "-", filter, customer;
};

// Without --format, the name of the output file decides.
workspace::ExportFormat format_of(const ExportArguments& arguments) {
  if (!arguments.format.empty()) return workspace::export_format_named(arguments.format).value();
  const std::string_view out = arguments.out;
  for (const std::string_view packing : {"", ".gz", ".zst"}) {
    if (out.ends_with(".jsonl" + std::string(packing))) return workspace::ExportFormat::kJsonl;
  }
  return workspace::ExportFormat::kCsv;
}

// The tickets of a customer, and those with messages of theirs.
std::optional<std::vector<store::TicketId>> tickets_to_export(const ExportArguments& arguments,
                                                              const store::TicketStore& store, Session& session) {
  if (arguments.customer.empty()) return std::nullopt;
  auto theirs = workspace::tickets_of(store, workspace::Customer(arguments.customer), session.run());
  auto all = workspace::with_their_words(theirs);
  if (all.empty()) {
    session.console->say(fmt::format("No ticket or message of the customer \"{}\" was found.", arguments.customer));
  }
  if (!theirs.others.empty()) {
    session.console->warn(fmt::format(
        "{} of these tickets are of other customers and hold messages from this address. Take out what is not for this "
        "customer before you hand the file over.",
        theirs.others.size()));
  }
  return all;
}

void run_export(const ExportArguments& arguments, Session& session) {
  auto workspace = store::backend_for(workspace_at(arguments.workspace))->open_to_read();
  workspace::ExportOptions options{format_of(arguments), arguments.out, filter_named(arguments.filter)};
  options.tickets = tickets_to_export(arguments, workspace.store(), session);
  const auto written = workspace::export_tickets(workspace.store(), options, session.run());
  session.console->say(
      fmt::format("{} tickets written to {}.", written, arguments.out == "-" ? "standard output" : arguments.out));
  if (session.json && arguments.out != "-")
    print(text::json_text(boost::json::object{{"tickets", written}, {"out", arguments.out}}) + "\n");
}

Action make_export(Options& options, Session& session) {
  auto arguments = std::make_shared<ExportArguments>();
  options.add("--format", arguments->format, "Format (default: jsonl if the output file is named so, else csv).")
      .one_of({"csv", "jsonl", "labelstudio", "argilla"});
  options.add("--out", arguments->out, "Output file, - for standard output.").show_default();
  options.add("--filter", arguments->filter, "Export only tickets that match (see `smartdesk search --help`).");
  options.add("--customer", arguments->customer,
              "Export only the tickets of this customer, and those with messages of theirs: an e-mail address, or a "
              "whole name.");
  add_workspace_option(options, arguments->workspace);
  return [arguments, &session] { run_export(*arguments, session); };
}

}  // namespace

const Command kExport{"export", CommandGroup::kWorkspace, "Export tickets from the workspace.",
                      "Examples:\n"
                      "  smartdesk export --out tickets.jsonl\n"
                      "  smartdesk export --format labelstudio --out tasks.json\n"
                      "  smartdesk export --customer ann@example.com --out ann.jsonl\n"
                      "  smartdesk export --filter 'category:Billing created:>=2026-01-01' --out billing.csv",
                      make_export};

}  // namespace smartdesk::cli

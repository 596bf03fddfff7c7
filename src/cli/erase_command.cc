#include <fmt/format.h>
#include <boost/json.hpp>
#include <filesystem>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/llm_flags.h"
#include "cli/workspace_flag.h"
#include "store/backend.h"
#include "text/json_text.h"
#include "workspace/erase.h"

namespace smartdesk::cli {
namespace {

struct EraseArguments {
  std::string workspace, customer, address, filter;
  std::vector<std::int64_t> ids;
  int older_than = 0;
  bool dry_run = false;
};

// Cached replies contain text of tickets and cannot be matched to them, so the whole cache is deleted.
void forget_answers() {
  const auto configuration = Configuration::load();
  for (const char* name : {"labels.log", "embeddings.log"}) {
    std::error_code ignored;
    if (const auto path = cache_file(configuration, name); !path.empty()) std::filesystem::remove(path, ignored);
  }
}

std::vector<store::TicketId> tickets_to_erase(const EraseArguments& arguments, const store::TicketStore& store,
                                              const Run& run) {
  std::vector<store::TicketId> ids;
  for (const auto id : arguments.ids) ids.push_back(store::TicketId{id});
  const auto take = [&](const std::vector<store::TicketId>& more) { ids.insert(ids.end(), more.begin(), more.end()); };
  if (!arguments.customer.empty()) {
    store::TicketFilter theirs;
    theirs.fields.push_back({&NewTicket::customer, arguments.customer});
    take(workspace::ids_passing(store, theirs, run));
  }
  if (!arguments.address.empty()) take(store.mentioning(arguments.address));
  if (!arguments.filter.empty()) take(workspace::ids_passing(store, filter_named(arguments.filter), run));
  if (arguments.older_than > 0) take(workspace::ids_passing(store, workspace::older_than(arguments.older_than), run));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void say_what_remembers(const workspace::Erasure& erasure, const workspace::ModelRegistry& models, Session& session) {
  if (!erasure.models.empty()) {
    session.console->warn(fmt::format(
        "These models were trained on erased tickets: {}. Run `smartdesk train` for a new model, then delete "
        "these from {}.",
        fmt::join(erasure.models, ", "), models.location()));
  }
  if (erasure.erased > 0) {
    session.console->warn(
        "Exports, backups and models outside the workspace may still contain the erased tickets. Delete those "
        "that you do not need.");
  }
}

void run_erase(const EraseArguments& arguments, Session& session) {
  if (arguments.ids.empty() && arguments.customer.empty() && arguments.address.empty() && arguments.filter.empty() &&
      arguments.older_than <= 0) {
    throw Error(ErrorCode::kUsage,
                "No tickets selected. Pass --id NUMBER, --customer NAME, --address TEXT, --filter FILTER or "
                "--older-than DAYS.");
  }
  const auto location = workspace_at(arguments.workspace);
  auto workspace = store::backend_for(location)->open_to_write("erase");
  const auto ids = tickets_to_erase(arguments, workspace.store(), session.run());
  if (arguments.dry_run) {
    session.console->say(fmt::format("Dry run: {} tickets would be erased, and nothing was changed.", ids.size()));
    if (session.json) print(text::json_text(boost::json::object{{"would_erase", ids.size()}}) + "\n");
    return;
  }
  const workspace::ModelRegistry models(location);
  const auto erasure = workspace::erase_tickets(workspace.store(), ids, models);
  if (erasure.erased > 0) forget_answers();
  session.console->say(
      fmt::format("{} tickets erased from the store, its log, the search index and the reply cache.", erasure.erased));
  say_what_remembers(erasure, models, session);
  if (session.json) {
    print(text::json_text(
              boost::json::object{{"erased", erasure.erased}, {"models", boost::json::value_from(erasure.models)}}) +
          "\n");
  }
}

Action make_erase(Options& options, Session& session) {
  auto arguments = std::make_shared<EraseArguments>();
  options.add("--id", arguments->ids, "Ticket ID. May be repeated.");
  options.add("--customer", arguments->customer, "All tickets of this customer.");
  options.add(
      "--address", arguments->address,
      "All tickets that contain this text anywhere, older versions included: an e-mail address, a phone number.");
  options.add("--filter", arguments->filter, "All tickets that match (see `smartdesk search --help`).");
  options.add("--older-than", arguments->older_than, "All tickets created more than N days ago.");
  options.flag("--dry-run", arguments->dry_run, "Print only how many tickets would be erased.");
  add_workspace_option(options, arguments->workspace);
  return [arguments, &session] { run_erase(*arguments, session); };
}

}  // namespace

const Command kErase{"erase", CommandGroup::kWorkspace, "Erase tickets from the workspace and from the disk.",
                     "Examples:\n"
                     "  smartdesk erase --customer ann@example.com\n"
                     "  smartdesk erase --address ann@example.com --dry-run\n"
                     "  smartdesk erase --older-than 730",
                     make_erase};

}  // namespace smartdesk::cli

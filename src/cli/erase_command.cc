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

// What the arguments select. Messages in tickets of other customers, and mentions, are listed for --customer only.
workspace::CustomerTickets selected(const EraseArguments& arguments, const store::TicketStore& store, const Run& run) {
  workspace::CustomerTickets theirs;
  if (!arguments.customer.empty()) theirs = workspace::tickets_of(store, workspace::Customer(arguments.customer), run);
  auto& ids = theirs.own;
  for (const auto id : arguments.ids) ids.push_back(store::TicketId{id});
  const auto take = [&](const std::vector<store::TicketId>& more) { ids.insert(ids.end(), more.begin(), more.end()); };
  if (!arguments.address.empty()) take(store.mentioning(arguments.address));
  if (!arguments.filter.empty()) take(workspace::ids_passing(store, filter_named(arguments.filter), run));
  if (arguments.older_than > 0) take(workspace::ids_passing(store, workspace::older_than(arguments.older_than), run));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  const auto is_selected = [&](store::TicketId id) { return std::binary_search(ids.begin(), ids.end(), id); };
  std::erase_if(theirs.others, is_selected);
  std::erase_if(theirs.mentions, is_selected);
  return theirs;
}

void say_who_was_found(const EraseArguments& arguments, const workspace::CustomerTickets& theirs, Session& session) {
  if (arguments.customer.empty()) return;
  if (theirs.own.empty() && theirs.others.empty())
    session.console->say(fmt::format("No ticket or message of the customer \"{}\" was found.", arguments.customer));
  if (theirs.mentions.empty()) return;
  session.console->warn(fmt::format(
      "{} more tickets contain this address in a text or an older version, and are not erased. To erase them "
      "whole, pass --address; with --dry-run it counts them first.",
      theirs.mentions.size()));
}

void say_what_would_go(const EraseArguments& arguments, const workspace::CustomerTickets& theirs, Session& session) {
  std::string in_others;
  if (!theirs.others.empty())
    in_others = fmt::format(" and the customer's messages in {} tickets of others", theirs.others.size());
  session.console->say(
      fmt::format("Dry run: {} tickets{} would be erased, and nothing was changed.", theirs.own.size(), in_others));
  say_who_was_found(arguments, theirs, session);
  if (!session.json) return;
  boost::json::object counts{{"would_erase", theirs.own.size()}};
  if (!arguments.customer.empty()) counts["with_messages"] = theirs.others.size();
  print(text::json_text(counts) + "\n");
}

workspace::Erasure erase(const EraseArguments& arguments, const workspace::CustomerTickets& theirs,
                         store::TicketStore& store, const workspace::ModelRegistry& models) {
  if (arguments.customer.empty()) return workspace::erase_tickets(store, theirs.own, models);
  return workspace::erase_customer(store, workspace::Customer(arguments.customer), theirs, models);
}

void say_what_remembers(const workspace::Erasure& erasure, const workspace::ModelRegistry& models, Session& session) {
  if (!erasure.models.empty()) {
    session.console->warn(fmt::format(
        "These models were trained on what was erased: {}. Run `smartdesk train` for a new model, then delete "
        "these from {}.",
        fmt::join(erasure.models, ", "), models.location()));
  }
  if (erasure.erased + erasure.messages > 0) {
    session.console->warn(
        "Exports, backups and models outside the workspace may still contain what was erased. Delete those "
        "that you do not need.");
  }
}

void run_erase(const EraseArguments& arguments, Session& session) {
  if (arguments.ids.empty() && arguments.customer.empty() && arguments.address.empty() && arguments.filter.empty() &&
      arguments.older_than <= 0) {
    throw Error(ErrorCode::kUsage,
                "No tickets selected. Pass --id NUMBER, --customer ADDRESS, --address TEXT, --filter FILTER or "
                "--older-than DAYS.");
  }
  const auto location = workspace_at(arguments.workspace);
  auto workspace = store::backend_for(location)->open_to_write("erase");
  const auto theirs = selected(arguments, workspace.store(), session.run());
  if (arguments.dry_run) return say_what_would_go(arguments, theirs, session);
  const workspace::ModelRegistry models(location);
  const auto erasure = erase(arguments, theirs, workspace.store(), models);
  if (erasure.erased + erasure.messages > 0) forget_answers();
  session.console->say(
      fmt::format("{} tickets erased from the store, its log, the search index and the reply cache.", erasure.erased));
  if (erasure.messages > 0) {
    session.console->say(fmt::format("{} messages of the customer erased from {} tickets of other customers.",
                                     erasure.messages, theirs.others.size()));
  }
  say_who_was_found(arguments, theirs, session);
  say_what_remembers(erasure, models, session);
  if (!session.json) return;
  boost::json::object counts{{"erased", erasure.erased}, {"models", boost::json::value_from(erasure.models)}};
  if (!arguments.customer.empty()) counts["messages"] = erasure.messages;
  print(text::json_text(counts) + "\n");
}

Action make_erase(Options& options, Session& session) {
  auto arguments = std::make_shared<EraseArguments>();
  options.add("--id", arguments->ids, "Ticket ID. May be repeated.");
  options.add("--customer", arguments->customer,
              "All tickets of this customer: an e-mail address, alone or after a name, or a whole name. In tickets of "
              "other customers, the messages from this address are erased.");
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

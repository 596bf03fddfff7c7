#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/workspace_flag.h"
#include "store/backend.h"
#include "store/ticket_json.h"
#include "text/json_text.h"
#include "text/utf8.h"

namespace smartdesk::cli {
namespace {

struct SearchArguments {
  std::string workspace;
  std::vector<std::string> filter;
  std::size_t limit = 20;
  std::int64_t after = 0;
  bool oldest = false, count = false;
};

// On one line: control characters and line breaks become spaces.
std::string in_one_line(std::string text, std::size_t bytes) {
  for (auto& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text::abbreviate(text, bytes);
}

std::string as_line(const store::ListedTicket& listed) {
  const auto& ticket = listed.ticket;
  std::string labels;
  for (const auto& [task, label] : listed.labels) labels += (labels.empty() ? "" : ", ") + label.value;
  return fmt::format("{:>8}  {:<10}  {:<36}  {}\n", static_cast<std::int64_t>(ticket.id), ticket.created_on,
                     in_one_line(labels, 36), in_one_line(ticket.subject.empty() ? ticket.body : ticket.subject, 80));
}

void run_search(const SearchArguments& arguments, Session& session) {
  const auto filter = filter_named(fmt::format("{}", fmt::join(arguments.filter, " ")));
  auto workspace = store::backend_for(workspace_at(arguments.workspace))->open_to_read();
  const auto& store = workspace.store();
  if (arguments.count) {
    const auto tickets = store.count(filter, std::numeric_limits<std::int64_t>::max());
    return print(session.json ? text::json_text(boost::json::object{{"tickets", tickets}}) + "\n"
                              : fmt::format("{}\n", tickets));
  }
  const auto page = store.list(filter, arguments.oldest ? store::Order::kOldestFirst : store::Order::kNewestFirst,
                               store::TicketId{arguments.after}, arguments.limit);
  boost::json::array rows;
  std::string text;
  for (const auto& row : page) {
    if (session.json) {
      rows.push_back(store::row_json(row));
    } else {
      text += as_line(row);
    }
  }
  const bool is_full = page.size() == arguments.limit && arguments.limit > 0;
  const auto last = page.empty() ? 0 : static_cast<std::int64_t>(page.back().ticket.id);
  if (session.json) {
    boost::json::object answer{{"tickets", std::move(rows)}, {"next", nullptr}};
    if (is_full) answer["next"] = last;
    text = text::json_text(answer) + "\n";
  }
  print(text);
  if (page.empty()) session.console->say("No ticket matches.");
  if (is_full) session.console->say(fmt::format("There may be more results. Pass --after {} to continue.", last));
  if (const auto left = filter.phrases.empty() && filter.customers.empty() ? 0 : store.not_indexed(); left > 0)
    session.console->warn(fmt::format("{} tickets are not in the search index yet; the next import continues.", left));
}

Action make_search(Options& options, Session& session) {
  auto arguments = std::make_shared<SearchArguments>();
  options.add("filter", arguments->filter, "Search terms; all must match. Omit to list every ticket.");
  options.add("--limit", arguments->limit, "Maximum number of results.").show_default();
  options.add("--after", arguments->after, "Start after this ticket ID.");
  options.flag("--oldest", arguments->oldest, "List the oldest tickets first.");
  options.flag("--count", arguments->count, "Print only the number of tickets.");
  add_workspace_option(options, arguments->workspace);
  return [arguments, &session] { run_search(*arguments, session); };
}

}  // namespace

const Command kSearch{"search", CommandGroup::kWorkspace, "Find tickets in the workspace, the newest first.",
                      "Filters:\n"
                      "  refund \"never arrived\" refund*        words and phrases in texts and customers\n"
                      "  category:Billing -urgency:High         current label; no:category for tickets without one\n"
                      "  by:person                              who set a label: person, model, llm, rule\n"
                      "  created:>=2026-01-01 created:2026-03   days, months, years\n"
                      "  customer:lee customer:example.com      words of the customer's name or address\n"
                      "  product: channel: language: source: id:\n"
                      "Examples:\n"
                      "  smartdesk search 'category:Billing urgency:High \"never arrived\"'\n"
                      "  smartdesk search --count by:person\n"
                      "Put -- before a filter that begins with -: smartdesk search -- -category:Other",
                      make_search};

}  // namespace smartdesk::cli

#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/workspace_flag.h"
#include "store/ticket_json.h"
#include "store/workspace.h"

namespace smartdesk::cli {
namespace {

struct SearchArguments {
  std::string workspace;
  std::vector<std::string> filter;
  std::size_t limit = 20;
  std::int64_t after = 0;
  bool oldest = false, count = false;
};

// One line for the eye: control characters and line breaks as spaces.
std::string in_one_line(std::string text, std::size_t bytes) {
  for (auto& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (text[bytes] & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes) + "…";
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
  auto workspace = store::Workspace::open_to_read(workspace_at(arguments.workspace));
  const auto& store = workspace.store();
  if (arguments.count) {
    const auto tickets = store.count(filter, std::numeric_limits<std::int64_t>::max());
    return print(session.json ? boost::json::serialize(boost::json::object{{"tickets", tickets}}) + "\n"
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
    text = boost::json::serialize(answer) + "\n";
  }
  print(text);
  if (page.empty()) session.console->say("no ticket passes");
  if (is_full) session.console->say(fmt::format("there may be more: --after {}", last));
  if (const auto left = filter.phrases.empty() ? 0 : store.not_indexed(); left > 0)
    session.console->warn(
        fmt::format("{} tickets cannot be found by their words yet; any import goes on with that", left));
}

}  // namespace

void add_search(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("search", "find tickets of the workspace, the newest first");
  auto arguments = std::make_shared<SearchArguments>();
  command->add_option("filter", arguments->filter, "words and conditions that all hold; none: every ticket");
  command->add_option("--limit", arguments->limit, "so many")->capture_default_str();
  command->add_option("--after", arguments->after, "go on behind this ticket");
  command->add_flag("--oldest", arguments->oldest, "the oldest first");
  command->add_flag("--count", arguments->count, "only how many");
  add_workspace_flag(*command, arguments->workspace);
  command->footer(std::string(kFilterLanguage) +
                  "Examples:\n"
                  "  smartdesk search 'category:Billing urgency:High \"never arrived\"'\n"
                  "  smartdesk search --count by:person\n"
                  "A filter that begins with - goes behind --: smartdesk search -- -category:Other");
  command->callback([arguments, &session] { run_search(*arguments, session); });
}

}  // namespace smartdesk::cli

#include <fmt/format.h>
#include <unistd.h>
#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>

#include "cli/advice.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "cli/workspace_flag.h"
#include "models/model.h"
#include "store/backend.h"
#include "text/json_text.h"
#include "text/utf8.h"
#include "workspace/model_registry.h"
#include "workspace/review.h"

namespace smartdesk::cli {
namespace {

struct ReviewArguments {
  std::string workspace, model, by;
  std::size_t limit = 20;
  std::int64_t ticket = 0, undo = 0;
  std::vector<std::string> set;
  bool accept = false, any_label = false, list = false, history = false;
};

std::string person(const ReviewArguments& arguments) {
  if (!arguments.by.empty()) return arguments.by;
  const char* user = std::getenv("USER");
  return user != nullptr && *user != 0 ? user : "somebody";
}

// Labels can be set without a model.
std::optional<models::Model> model_if_any(const ReviewArguments& arguments, const store::WorkspaceLocation& location) {
  try {
    return workspace::model_or_champion(location, arguments.model);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNoModel) throw;
    return std::nullopt;
  }
}

std::map<std::string, std::string> assignments(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> labels;
  for (const auto& text : texts) {
    const auto equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
      throw Error(ErrorCode::kUsage, "--set " + text + ": expected TASK=LABEL, such as category=Billing.");
    }
    labels[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return labels;
}

std::map<std::string, std::string> suggested(const workspace::ReviewItem& item) {
  std::map<std::string, std::string> labels;
  for (const auto& [task, suggestion] : item.tasks) labels[task] = suggestion.value;
  return labels;
}

std::string reason_text(const workspace::ReviewItem& item) {
  const auto& suggestion = item.tasks.at(item.reason_task);
  const double percent = 100 * suggestion.probability;
  switch (item.reason) {
    case workspace::ReviewReason::kDisagrees:
      return fmt::format("{} is labelled {}{}; the model predicts {} ({:.0f} %).", item.reason_task, suggestion.current,
                         suggestion.by_person ? " by a person" : "", suggestion.value, percent);
    case workspace::ReviewReason::kUnknown:
      return "The ticket is unlike those that the model was trained on.";
    case workspace::ReviewReason::kUnsure:
      return fmt::format("The model is unsure of {} ({:.0f} %).", item.reason_task, percent);
  }
  return "";
}

std::string as_text(const workspace::ReviewItem& item) {
  constexpr std::size_t kShown = 1200;
  std::string text = fmt::format("\nticket {}  {}  {}\n{}\n", static_cast<std::int64_t>(item.ticket.id),
                                 item.ticket.customer, item.ticket.created_at, reason_text(item));
  if (!item.ticket.subject.empty()) text += "Subject: " + item.ticket.subject + "\n";
  text += text::abbreviate(item.ticket.body, kShown) + "\n";
  for (const auto& [task, suggestion] : item.tasks) {
    text += fmt::format("  {:<12} {} ({:.0f} %){}\n", task, suggestion.value, 100 * suggestion.probability,
                        suggestion.current.empty() ? "" : "   currently " + suggestion.current);
  }
  return text;
}

boost::json::object as_json(const workspace::ReviewItem& item) {
  boost::json::object tasks;
  for (const auto& [task, suggestion] : item.tasks) {
    tasks[task] = {{"suggested", suggestion.value},
                   {"probability", suggestion.probability},
                   {"current", suggestion.current},
                   {"unknown", suggestion.unknown}};
  }
  return {{"id", static_cast<std::int64_t>(item.ticket.id)},
          {"subject", item.ticket.subject},
          {"body", item.ticket.body},
          {"value", item.value},
          {"reason", reason_text(item)},
          {"tasks", std::move(tasks)}};
}

void print_list(const std::vector<workspace::ReviewItem>& items, const Session& session) {
  if (session.json) {
    boost::json::array array;
    for (const auto& item : items) array.push_back(as_json(item));
    print(text::json_text(array) + "\n");
    return;
  }
  for (const auto& item : items) print(as_text(item));
}

void print_history(store::TicketStore& store, store::TicketId id, const Session& session) {
  boost::json::array array;
  std::string text;
  for (const auto& entry : store.history(id)) {
    const auto number = static_cast<std::int64_t>(entry.id);
    text +=
        fmt::format("{:>6}  {}  {} = {}  by {} {}{}\n", number, entry.at, entry.task, entry.value, name_of(entry.by),
                    entry.who, entry.undone_at.empty() ? "" : "  (undone " + entry.undone_at + ")");
    array.push_back({{"id", number},
                     {"task", entry.task},
                     {"value", entry.value},
                     {"by", name_of(entry.by)},
                     {"who", entry.who},
                     {"at", entry.at},
                     {"undone_at", entry.undone_at}});
  }
  print(session.json ? text::json_text(array) + "\n" : text);
}

// Asks about each ticket, until the list ends or the person quits.
void ask_through(const std::vector<workspace::ReviewItem>& items, store::Workspace& workspace,
                 const models::Model& model, const ReviewArguments& arguments, Session& session) {
  const auto who = person(arguments);
  std::vector<store::LabelId> undoable;
  std::size_t said = 0;
  for (const auto& item : items) {
    print(as_text(item));
    for (bool again = true; again;) {
      again = false;
      print("Enter: accept · task=label, …: correct · s: skip · u: undo · q: quit > ");
      std::string line;
      if (!std::getline(std::cin, line) || line == "q") {
        session.console->say(fmt::format("\n{} tickets reviewed.", said));
        return;
      }
      if (line == "s") break;
      if (line == "u") {
        if (!undoable.empty()) workspace.store().undo(undoable.back());
        session.console->say(undoable.empty() ? "Nothing to undo." : "Undone.");
        if (!undoable.empty()) undoable.pop_back();
        again = true;
        continue;
      }
      auto labels = suggested(item);
      try {
        std::vector<std::string> parts;
        for (std::size_t begin = 0; begin < line.size();) {
          const auto end = std::min(line.find(',', begin), line.size());
          const auto first = line.find_first_not_of(' ', begin);
          if (first < end) parts.push_back(line.substr(first, end - first));
          begin = end + 1;
        }
        for (const auto& [task, value] : assignments(parts)) labels[task] = value;
        workspace::add_persons_labels(workspace.store(), item.ticket.id, labels, who,
                                      arguments.any_label ? nullptr : &model);
        undoable.push_back(workspace.store().history(item.ticket.id).back().id);
        ++said;
      } catch (const Error& error) {
        session.console->fail(with_advice(error));
        again = true;
      }
    }
  }
  session.console->say(fmt::format("{} tickets reviewed. Run `smartdesk train` to learn from them.", said));
}

void answer_one(const ReviewArguments& arguments, store::Workspace& workspace,
                const std::optional<models::Model>& model, Session& session) {
  auto labels = assignments(arguments.set);
  const store::TicketId id{arguments.ticket};
  if (arguments.accept) {
    const auto found = workspace.store().find(id);
    if (!found) throw Error(ErrorCode::kInvalidInput, "Ticket not found: " + std::to_string(arguments.ticket));
    for (const auto& [task, label] : found->labels) labels.try_emplace(task, label.value);
  }
  const bool is_free = arguments.any_label || !model;
  workspace::add_persons_labels(workspace.store(), id, labels, person(arguments), is_free ? nullptr : &*model);
  session.console->say(fmt::format("{} labels of ticket {} set.", labels.size(), arguments.ticket));
}

void run_review(const ReviewArguments& arguments, Session& session) {
  const auto location = workspace_at(arguments.workspace);
  if (arguments.history) {
    auto workspace = store::backend_for(location)->open_to_read();
    return print_history(workspace.store(), store::TicketId{arguments.ticket}, session);
  }
  auto model = model_if_any(arguments, location);
  const bool changes = arguments.undo > 0 || arguments.accept || !arguments.set.empty();
  const bool asks = !changes && !arguments.list && !session.json;
  auto workspace = changes || asks ? store::backend_for(location)->open_to_write("review")
                                   : store::backend_for(location)->open_to_read();
  if (arguments.undo > 0) {
    workspace.store().undo(store::LabelId{arguments.undo});
    session.console->say("Undone.");
    return;
  }
  if (changes) return answer_one(arguments, workspace, model, session);
  if (!model) throw no_model();
  prediction::PredictorOptions predicting;
  predicting.embedders = embedders(session);
  const prediction::Predictor predictor(std::move(*model), predicting);
  const auto items = workspace::review_list(workspace.store(), predictor, {arguments.limit}, session.run());
  if (asks) {
    ask_through(items, workspace, predictor.model(), arguments, session);
  } else {
    print_list(items, session);
  }
}

Action make_review(Options& options, Session& session) {
  auto arguments = std::make_shared<ReviewArguments>();
  options.add("--limit", arguments->limit, "Number of tickets.").show_default();
  options.flag("--list", arguments->list, "List the tickets without asking (also with --json).");
  options.add("--ticket", arguments->ticket, "Review this ticket ID.");
  options.add("--set", arguments->set, "TASK=LABEL. May be repeated.").needs("--ticket");
  options.flag("--accept", arguments->accept, "Confirm the current labels.").needs("--ticket");
  options.flag("--history", arguments->history, "Print the ticket's label history.").needs("--ticket");
  options.add("--undo", arguments->undo, "Undo an entry of a label history, by its ID.");
  options.add("--by", arguments->by, "Your name (default: $USER).");
  options.flag("--any-label", arguments->any_label, "Allow labels that the model does not know.");
  options.add("--model", arguments->model, "Model file (default: the workspace's champion).");
  add_workspace_option(options, arguments->workspace);
  return [arguments, &session] { run_review(*arguments, session); };
}

}  // namespace

const Command kReview{"review", CommandGroup::kWorkspace,
                      "Correct the labels that the model is least sure of. A person's label outranks any model's.",
                      "Examples:\n"
                      "  smartdesk review                                        # one after another, in the terminal\n"
                      "  smartdesk review --list --json\n"
                      "  smartdesk review --ticket 17 --set category=Billing --by eve\n"
                      "  smartdesk review --ticket 17 --history",
                      make_review};

}  // namespace smartdesk::cli

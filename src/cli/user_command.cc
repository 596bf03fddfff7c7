#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/workspace_flag.h"
#include "server/accounts.h"

namespace smartdesk::cli {
namespace {

struct UserArguments {
  std::string workspace, name, role;
};

// What is typed does not show as long as this lives.
class HiddenTyping {
 public:
  HiddenTyping() {
    tcgetattr(STDIN_FILENO, &before_);
    auto hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
  }
  ~HiddenTyping() { tcsetattr(STDIN_FILENO, TCSANOW, &before_); }
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

 private:
  termios before_{};
};

std::string typed(const std::string& question) {
  std::cerr << question << ": " << std::flush;
  std::string line;
  const bool is_there = static_cast<bool>(std::getline(std::cin, line));
  std::cerr << '\n';
  if (!is_there) throw Error(ErrorCode::kInterrupted, "no password was given; nothing was changed");
  return line;
}

std::string new_password(const std::string& name) {
  if (isatty(STDIN_FILENO) == 0) {
    std::string line;
    if (!std::getline(std::cin, line)) {
      throw Error(ErrorCode::kUsage, "standard input holds no password; write it there, or run this in a terminal");
    }
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }
  const HiddenTyping hidden;  // before the question: who answers it at once must not be seen either
  auto password = typed("password of " + name);
  if (typed("once more") != password)
    throw Error(ErrorCode::kInvalidInput, "these are two different passwords; nothing was changed, try again");
  return password;
}

// The accounts of the workspace, and what is written down of a change.
class Desk {
 public:
  Desk(const UserArguments& arguments, Session& session)
      : store_(store::Workspace::open_accounts(workspace_at(arguments.workspace))),
        accounts_(*store_),
        session_(session) {}

  server::Accounts& accounts() { return accounts_; }

  void done(const std::string& what, const std::string& name) {
    accounts_.note("", "command line", what, name);
    session_.console->say(what + ": " + name);
  }

 private:
  std::unique_ptr<store::AccountStore> store_;
  server::Accounts accounts_;
  Session& session_;
};

void list_users(const UserArguments& arguments, Session& session) {
  Desk desk(arguments, session);
  boost::json::array rows;
  std::string text;
  for (const auto& user : desk.accounts().users()) {
    rows.push_back({{"name", user.name}, {"role", name_of(user.role)}, {"created_at", utc_text(user.created_at)}});
    text += fmt::format("{:<24}  {:<6}  {}\n", user.name, name_of(user.role), utc_text(user.created_at));
  }
  if (rows.empty()) session.console->say("there is no user yet; `smartdesk user add NAME --role admin` adds one");
  print(session.json ? boost::json::serialize(boost::json::object{{"users", std::move(rows)}}) + "\n" : text);
}

CLI::App* add_action(CLI::App& user, UserArguments& arguments, const std::string& name,
                     const std::string& description) {
  auto* action = user.add_subcommand(name, description);
  add_workspace_flag(*action, arguments.workspace);
  return action;
}

void add_name_to(CLI::App& action, UserArguments& arguments) {
  action.add_option("name", arguments.name, "of the user")->required();
}

void add_role_to(CLI::App& action, UserArguments& arguments) {
  action.add_option("--role", arguments.role, "viewer (reads), agent (also labels, imports, trains), admin (all)")
      ->required()
      ->check(CLI::IsMember({"viewer", "agent", "admin"}));
}

void add_changes(CLI::App& user, const std::shared_ptr<UserArguments>& arguments, Session& session) {
  const std::string password = "; its password is standard input's first line, or asked for in a terminal";
  auto* add = add_action(user, *arguments, "add", "add a user" + password);
  add_name_to(*add, *arguments);
  add_role_to(*add, *arguments);
  add->callback([arguments, &session] {
    Desk desk(*arguments, session);
    desk.accounts().add_user(arguments->name, new_password(arguments->name), *http::role_named(arguments->role));
    desk.done("user added", arguments->name);
  });

  auto* role = add_action(user, *arguments, "role", "give a user another role; signs the user out everywhere");
  add_name_to(*role, *arguments);
  add_role_to(*role, *arguments);
  role->callback([arguments, &session] {
    Desk desk(*arguments, session);
    desk.accounts().set_role(arguments->name, *http::role_named(arguments->role));
    desk.done("role changed", arguments->name);
  });

  auto* change = add_action(user, *arguments, "password", "give a user another password, as add takes it; signs out");
  add_name_to(*change, *arguments);
  change->callback([arguments, &session] {
    Desk desk(*arguments, session);
    desk.accounts().set_password(arguments->name, new_password(arguments->name));
    desk.done("password changed", arguments->name);
  });

  auto* remove = add_action(user, *arguments, "remove", "remove a user, with sessions and tokens");
  add_name_to(*remove, *arguments);
  remove->callback([arguments, &session] {
    Desk desk(*arguments, session);
    desk.accounts().remove_user(arguments->name);
    desk.done("user removed", arguments->name);
  });
}

}  // namespace

void add_user(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("user", "who may sign in to `smartdesk serve`, and as what");
  auto arguments = std::make_shared<UserArguments>();
  command->require_subcommand(1);
  add_changes(*command, arguments, session);
  auto* list = add_action(*command, *arguments, "list", "who there is");
  list->callback([arguments, &session] { list_users(*arguments, session); });
  const char* examples =
      "Examples:\n"
      "  smartdesk user add ann --role admin\n"
      "  smartdesk user add bob --role viewer < password.txt\n"
      "  smartdesk user role bob --role agent\n"
      "  smartdesk user password bob\n"
      "  smartdesk user remove bob\n"
      "  smartdesk user list --json";
  command->footer(examples);
  for (auto* action : command->get_subcommands({})) action->footer(examples);
}

}  // namespace smartdesk::cli

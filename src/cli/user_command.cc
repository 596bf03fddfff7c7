#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/workspace_flag.h"
#include "server/accounts.h"
#include "store/backend.h"
#include "text/json_text.h"

namespace smartdesk::cli {
namespace {

struct UserArguments {
  std::string workspace, name, role;
};

// While it exists, the terminal does not show what is typed.
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
  if (!is_there) throw Error(ErrorCode::kInterrupted, "No password was entered. Nothing was changed.");
  return line;
}

std::string new_password(const std::string& name) {
  if (isatty(STDIN_FILENO) == 0) {
    std::string line;
    if (!std::getline(std::cin, line)) {
      throw Error(ErrorCode::kUsage,
                  "Standard input has no password. Write it there, or run the command in a terminal.");
    }
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }
  const HiddenTyping hidden;  // before the prompt, so that fast typing is hidden too
  auto password = typed("Password for " + name);
  if (typed("Repeat the password") != password)
    throw Error(ErrorCode::kInvalidInput, "The two passwords differ. Nothing was changed; try again.");
  return password;
}

// The accounts of the workspace. Records each change in the audit log.
class Desk {
 public:
  Desk(const UserArguments& arguments, Session& session)
      : store_(store::backend_for(workspace_at(arguments.workspace))->open_accounts()),
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
  if (rows.empty())
    session.console->say("There are no users yet. Add one with `smartdesk user add NAME --role admin`.");
  print(session.json ? text::json_text(boost::json::object{{"users", std::move(rows)}}) + "\n" : text);
}

constexpr const char* kExamples =
    "Examples:\n"
    "  smartdesk user add ann --role admin\n"
    "  smartdesk user add bob --role viewer < password.txt\n"
    "  smartdesk user role bob --role agent\n"
    "  smartdesk user password bob\n"
    "  smartdesk user unlock bob\n"
    "  smartdesk user remove bob\n"
    "  smartdesk user list --json\n"
    "The password is the first line of standard input, or asked for in a terminal.";

enum class Takes { kName, kNameAndRole };

// Adds a command that changes one user. change: makes the change; said: its entry in the audit log.
void add_change(Options& user, const std::shared_ptr<UserArguments>& arguments, Session& session,
                const std::string& name, const std::string& summary, Takes takes, const std::string& said,
                std::function<void(server::Accounts&, const UserArguments&)> change) {
  user.add_command(name, summary, kExamples, [&](Options& options) -> Action {
    add_workspace_option(options, arguments->workspace);
    options.add("name", arguments->name, "Name of the user.").required();
    if (takes == Takes::kNameAndRole) {
      options
          .add("--role", arguments->role, "viewer: reads. agent: also labels, imports and trains. admin: everything.")
          .required()
          .one_of({"viewer", "agent", "admin"});
    }
    return [arguments, &session, said, change = std::move(change)] {
      Desk desk(*arguments, session);
      change(desk.accounts(), *arguments);
      desk.done(said, arguments->name);
    };
  });
}

Action make_user(Options& options, Session& session) {
  auto arguments = std::make_shared<UserArguments>();
  add_change(options, arguments, session, "add", "Add a user.", Takes::kNameAndRole, "user added",
             [](server::Accounts& accounts, const UserArguments& given) {
               accounts.add_user(given.name, new_password(given.name), *http::role_named(given.role));
             });
  add_change(options, arguments, session, "role", "Change the role of a user and sign them out.", Takes::kNameAndRole,
             "role changed", [](server::Accounts& accounts, const UserArguments& given) {
               accounts.set_role(given.name, *http::role_named(given.role));
             });
  add_change(options, arguments, session, "password", "Change the password of a user and sign them out.", Takes::kName,
             "password changed", [](server::Accounts& accounts, const UserArguments& given) {
               accounts.set_password(given.name, new_password(given.name));
             });
  add_change(options, arguments, session, "unlock", "Let a user sign in again at once after wrong passwords.",
             Takes::kName, "user unlocked",
             [](server::Accounts& accounts, const UserArguments& given) { accounts.unlock(given.name); });
  add_change(options, arguments, session, "remove", "Delete the user with all sessions and tokens.", Takes::kName,
             "user removed",
             [](server::Accounts& accounts, const UserArguments& given) { accounts.remove_user(given.name); });
  options.add_command("list", "List all users.", kExamples, [&](Options& own) -> Action {
    add_workspace_option(own, arguments->workspace);
    return [arguments, &session] { list_users(*arguments, session); };
  });
  return {};
}

}  // namespace

const Command kUser{"user", CommandGroup::kServing, "Manage who may sign in to `smartdesk serve`.", kExamples,
                    make_user};

}  // namespace smartdesk::cli

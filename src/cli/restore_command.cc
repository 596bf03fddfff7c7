#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/workspace_flag.h"
#include "store/backend.h"
#include "text/json_text.h"

namespace smartdesk::cli {
namespace {

struct RestoreArguments {
  std::string workspace, from;
};

void run_restore(const RestoreArguments& arguments, Session& session) {
  const auto restored = store::backend_for(workspace_at(arguments.workspace))->restore(arguments.from);
  session.console->say(fmt::format("{} tickets restored from {}.", restored.tickets, arguments.from));
  if (!restored.kept.empty()) session.console->say("The previous tickets are kept in " + restored.kept + ".");
  if (session.json)
    print(text::json_text(boost::json::object{{"tickets", restored.tickets}, {"kept", restored.kept}}) + "\n");
}

Action make_restore(Options& options, Session& session) {
  auto arguments = std::make_shared<RestoreArguments>();
  options.add("from", arguments->from, "Backup file.").required();
  add_workspace_option(options, arguments->workspace);
  return [arguments, &session] { run_restore(*arguments, session); };
}

}  // namespace

const Command kRestore{"restore", CommandGroup::kWorkspace,
                       "Replace the workspace's tickets by a backup. The previous tickets are kept in a file.",
                       "Example:\n  smartdesk restore tickets-2026-03-01.db", make_restore};

}  // namespace smartdesk::cli

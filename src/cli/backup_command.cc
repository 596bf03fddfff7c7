#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/workspace_flag.h"
#include "store/backend.h"
#include "text/json_text.h"

namespace smartdesk::cli {
namespace {

struct BackupArguments {
  std::string workspace, out;
};

void run_backup(const BackupArguments& arguments, Session& session) {
  const auto tickets = store::backend_for(workspace_at(arguments.workspace))->open_to_read().back_up(arguments.out);
  session.console->say(fmt::format("{} tickets copied to {} and verified.", tickets, arguments.out));
  if (session.json) print(text::json_text(boost::json::object{{"tickets", tickets}, {"out", arguments.out}}) + "\n");
}

Action make_backup(Options& options, Session& session) {
  auto arguments = std::make_shared<BackupArguments>();
  options.add("--out", arguments->out, "Output file.").required();
  add_workspace_option(options, arguments->workspace);
  return [arguments, &session] { run_backup(*arguments, session); };
}

}  // namespace

const Command kBackup{"backup", CommandGroup::kWorkspace,
                      "Write a verified copy of the workspace's tickets, even while the workspace is in use.",
                      "Example:\n  smartdesk backup --out tickets-2026-03-01.db", make_backup};

}  // namespace smartdesk::cli

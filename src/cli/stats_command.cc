#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/workspace_flag.h"
#include "store/backend.h"
#include "text/json_text.h"

namespace smartdesk::cli {
namespace {

void run_stats(const std::string& folder, Session& session) {
  auto workspace = store::backend_for(workspace_at(folder))->open_to_read();
  const auto counts = workspace.store().counts();
  if (session.json) {
    boost::json::object labels, authors;
    for (const auto& [task, of] : counts.current) labels[task] = boost::json::value_from(of);
    for (const auto& [task, of] : counts.authors) authors[task] = boost::json::value_from(of);
    print(text::json_text(boost::json::object{{"tickets", counts.tickets},
                                              {"label_entries", counts.label_entries},
                                              {"labels", std::move(labels)},
                                              {"authors", std::move(authors)}}) +
          "\n");
    return;
  }
  std::string text = fmt::format("{} tickets, {} entries in label histories\n", counts.tickets, counts.label_entries);
  for (const auto& [task, of] : counts.current) {
    text += task + "\n";
    for (const auto& [label, count] : of) text += fmt::format("  {:<24} {:>9}\n", label, count);
    std::string by;
    for (const auto& [author, count] : counts.authors.at(task))
      by += fmt::format("{}{} by {}", by.empty() ? "" : ", ", count, author);
    text += "  (" + by + ")\n";
  }
  print(text);
}

Action make_stats(Options& options, Session& session) {
  auto workspace = std::make_shared<std::string>();
  add_workspace_option(options, *workspace);
  return [workspace, &session] { run_stats(*workspace, session); };
}

}  // namespace

const Command kStats{"stats", CommandGroup::kWorkspace, "Count the tickets and labels in the workspace.",
                     "Example:\n  smartdesk stats --json", make_stats};

}  // namespace smartdesk::cli

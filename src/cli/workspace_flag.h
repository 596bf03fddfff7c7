// The option --workspace, with its defaults from the configuration.

#pragma once

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/configuration.h"
#include "core/error.h"
#include "store/backend.h"
#include "store/ticket_filter.h"

namespace smartdesk::cli {

inline Option add_workspace_option(Options& options, std::string& folder) {
  return options.add("--workspace", folder, "Workspace folder (default: SMARTDESK_WORKSPACE, else ./smartdesk-data).");
}

inline TextFrom configured_text_source(const Configuration& configuration) {
  const auto& name = configuration.value("text.from");
  const auto source = kTextSources.find(name);
  if (source) return *source;
  throw Error(ErrorCode::kUsage, "text.from (" + configuration.source("text.from") +
                                     "): expected first, customer or all, found \"" + name + "\".");
}

inline store::WorkspaceLocation workspace_at(const std::string& flag) {
  const auto configuration = Configuration::load();
  store::WorkspaceLocation location{flag.empty() ? configuration.value("workspace.folder") : flag,
                                    configuration.value("database.url")};
  if (!location.database.empty() && !location.database.starts_with("postgresql://") &&
      !location.database.starts_with("postgres://")) {
    throw Error(ErrorCode::kUsage, "database.url (" + configuration.source("database.url") +
                                       ") must begin with postgresql://. Unset it to keep tickets in " +
                                       location.folder);
  }
  location.text_from = configured_text_source(configuration);
  return location;
}

inline std::vector<std::string> configured_tasks() { return task_names(Configuration::load().taxonomy()); }

// Parses the text of --filter, with the configured tasks as keys.
inline store::TicketFilter filter_named(const std::string& text) {
  return store::parse_filter(text, configured_tasks());
}

}  // namespace smartdesk::cli

// --workspace DIR, and what stands for it in the configuration.

#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/configuration.h"

namespace smartdesk {

inline void add_workspace_flag(CLI::App& command, std::string& folder) {
  command.add_option("--workspace", folder,
                     "the workspace's folder (default: SMARTDESK_WORKSPACE, else ./smartdesk-data)");
}

inline std::string workspace_folder(const std::string& flag) {
  return flag.empty() ? Configuration::load().value("workspace.folder") : flag;
}

}  // namespace smartdesk

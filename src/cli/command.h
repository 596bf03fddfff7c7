// What every command receives, and helpers that all commands use.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "cli/console.h"
#include "core/error.h"
#include "core/run.h"

namespace smartdesk::cli {

// The global options. The command line fills them in before it runs a command.
struct Session {
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  int threads = 0;  // 0: one per core
  int exit_code = 0;

  std::unique_ptr<Console> console;  // null until the command line is parsed
  Run run() const;
};

// Exit code of a completed command: 4 if rows were rejected, else 0.
int exit_code_for_rejected(std::uint64_t rejected);

// Installs handlers for Ctrl-C and SIGTERM that set Run::stopped. A second signal ends the program at once.
void install_stop_signals();

// Writes to standard output. Throws Error{kFailed} if that fails.
void print(std::string_view text);

// Prints each warning on the console.
void warn_of(const std::vector<std::string>& warnings, const Session& session);

}  // namespace smartdesk::cli

// What every command is given.

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

// Filled in by the command line before a command runs.
struct Session {
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  int threads = 0;  // 0: all
  int exit_code = 0;

  std::unique_ptr<Console> console;  // made before a command's body runs
  Run run() const;
};

// A command's exit code once it is done: 4 if rows were rejected, else 0.
int exit_code_for_rejected(std::uint64_t rejected);

// Set by Ctrl-C and SIGTERM; a second signal ends the program at once.
void install_stop_signals();

// Standard output; Error{kFailed} if it cannot be written.
void print(std::string_view text);

// Says each warning on the console.
void warn_of(const std::vector<std::string>& warnings, const Session& session);

}  // namespace smartdesk::cli

// What every command is given.

#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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

  std::unique_ptr<Console> console;  // made by main before a command's body runs
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

// One function a command, each in its own file.
void add_generate(CLI::App& app, Session& session);
void add_label(CLI::App& app, Session& session);
void add_clean(CLI::App& app, Session& session);
void add_audit(CLI::App& app, Session& session);
void add_train(CLI::App& app, Session& session);
void add_classify(CLI::App& app, Session& session);
void add_evaluate(CLI::App& app, Session& session);
void add_explain(CLI::App& app, Session& session);
void add_benchmark(CLI::App& app, Session& session);
void add_report(CLI::App& app, Session& session);
void add_import(CLI::App& app, Session& session);
void add_export(CLI::App& app, Session& session);
void add_search(CLI::App& app, Session& session);
void add_stats(CLI::App& app, Session& session);
void add_erase(CLI::App& app, Session& session);
void add_backup(CLI::App& app, Session& session);
void add_restore(CLI::App& app, Session& session);
void add_review(CLI::App& app, Session& session);
void add_serve(CLI::App& app, Session& session);
void add_stream(CLI::App& app, Session& session);
void add_user(CLI::App& app, Session& session);
void add_config(CLI::App& app, Session& session);
void add_doctor(CLI::App& app, Session& session);
void add_completion(CLI::App& app);

}  // namespace smartdesk::cli

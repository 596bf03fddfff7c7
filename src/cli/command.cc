#include "cli/command.h"

#include <csignal>
#include <cstdio>

#include "core/parallel.h"

namespace smartdesk::cli {
namespace {

std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

void request_stop(int) { stop_requested = true; }

}  // namespace

Run Session::run() const { return {threads > 0 ? threads : hardware_threads(), console->progress(), &stop_requested}; }

int exit_code_for_rejected(std::uint64_t rejected) { return rejected > 0 ? 4 : 0; }

void install_stop_signals() {
  struct sigaction action{};
  action.sa_handler = request_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(ErrorCode::kFailed,
                "Cannot write to standard output. Check that the disk is not full and that the reader still runs.");
  }
}

void warn_of(const std::vector<std::string>& warnings, const Session& session) {
  for (const auto& warning : warnings) session.console->warn(warning);
}

}  // namespace smartdesk::cli

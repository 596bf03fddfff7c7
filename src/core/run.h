// Progress reports and cancellation of long work.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

#include "core/error.h"

namespace smartdesk {

// stage: what is being done, in words ("fitting LogReg on urgency"). done of total units; total 0 means unknown.
// Callers may use any thread and should call it at most a few hundred times a second. Must not throw.
using ProgressSink = std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

// Passed from the command line and the server down to every use case. Cheap to copy.
struct Run {
  int threads = 1;                             // at least 1; results never depend on it
  ProgressSink progress;                       // may be empty
  const std::atomic<bool>* stopped = nullptr;  // set by Ctrl-C; may be null

  void report(std::string_view stage, std::uint64_t done, std::uint64_t total) const {
    if (progress) progress(stage, done, total);
  }
  // Throws Error{kInterrupted} after the user has asked to stop. Call it at least every 0.1 s of work.
  void stop_if_asked() const {
    if (stopped != nullptr && stopped->load(std::memory_order_relaxed)) {
      throw Error(ErrorCode::kInterrupted, "Interrupted. No incomplete output was left behind.");
    }
  }
};

}  // namespace smartdesk

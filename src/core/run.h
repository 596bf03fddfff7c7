// How a long piece of work talks to the person who waits for it, and how that person stops it.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

#include "core/error.h"

namespace smartdesk {

// stage: what is being done, in words ("fitting LogReg on urgency"). done of total units; total 0 means unknown.
// Called from any thread, at most a few hundred times a second by well-behaved callers; must not throw.
using ProgressSink = std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

// Handed down from the edge to every use case. Cheap to copy.
struct Run {
  int threads = 1;                             // at least 1; results never depend on it
  ProgressSink progress;                       // may be empty
  const std::atomic<bool>* stopped = nullptr;  // set by Ctrl-C; may be null

  void report(std::string_view stage, std::uint64_t done, std::uint64_t total) const {
    if (progress) progress(stage, done, total);
  }
  // Throws Error{kInterrupted} once the user has asked to stop. Call it at least every tenth of a second of work.
  void stop_if_asked() const {
    if (stopped != nullptr && stopped->load(std::memory_order_relaxed)) {
      throw Error(ErrorCode::kInterrupted, "interrupted; nothing incomplete was left behind");
    }
  }
};

}  // namespace smartdesk

// Messages for people, on standard error: a progress bar on a terminal, colours unless NO_COLOR is set.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/run.h"

namespace smartdesk::cli {

// How much is printed: only errors; results and warnings; each step.
enum class Verbosity { kQuiet, kNormal, kVerbose };

// Thread-safe. The destructor clears the progress bar.
class Console {
 public:
  explicit Console(Verbosity verbosity);
  ~Console();

  void say(std::string_view sentence);   // normal and verbose
  void warn(std::string_view sentence);  // normal and verbose, with "note:" and in yellow
  void fail(std::string_view sentence);  // always, in red

  // On a terminal: a progress bar with percentage and remaining time. Elsewhere: a line per stage if verbose, else
  // nothing. The sink must not outlive the console.
  ProgressSink progress();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::cli

// Where the program speaks to a person: standard error, a progress bar on a terminal, colours unless NO_COLOR is set.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/run.h"

namespace smartdesk::cli {

// How much is said: nothing but errors, what matters, or each step.
enum class Verbosity { kQuiet, kNormal, kVerbose };

// Thread-safe. Clears its bar when destroyed.
class Console {
 public:
  explicit Console(Verbosity verbosity);
  ~Console();

  void say(std::string_view sentence);   // normal and verbose
  void warn(std::string_view sentence);  // always but quiet
  void fail(std::string_view sentence);  // always

  // A bar with share and time left on a terminal; elsewhere a line per stage where verbose, else nothing. The sink must
  // not outlive the console.
  ProgressSink progress();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::cli

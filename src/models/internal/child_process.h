// Runs another program and passes on its output line by line.

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/run.h"

namespace smartdesk::models {

struct ChildResult {
  int exit_status = 0;     // 128 + signal if a signal ended it; 127 if it could not be started
  std::string complaints;  // the end of its standard error
};

// Looks up argv[0] on PATH; uses no shell. on_line receives standard output line by line. Throws Error{kInterrupted},
// after it has ended the child, when run.stopped is set.
ChildResult run_child(const std::vector<std::string>& argv, const std::function<void(std::string_view)>& on_line,
                      const Run& run);

}  // namespace smartdesk::models

// Another program, run to its end, its lines handed over as they come.

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

// argv[0] is looked up on PATH; no shell is involved. on_line gets standard output line by line. Throws
// Error{kInterrupted}, after ending the child, once run.stopped is set.
ChildResult run_child(const std::vector<std::string>& argv, const std::function<void(std::string_view)>& on_line,
                      const Run& run);

}  // namespace smartdesk::models

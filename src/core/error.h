// The program's one exception type. Its message is for the person who has to act on it.

#pragma once

#include <stdexcept>
#include <string>

namespace smartdesk {

// Each code is one exit code of the program (docs: README, "Exit codes").
enum class ErrorCode {
  kFailed = 1,         // the operation failed: disk, child process, a defect
  kUsage = 2,          // wrong usage or configuration
  kInvalidInput = 3,   // the input was refused and nothing was written
  kUnavailable = 5,    // an outside service cannot be reached
  kInterrupted = 130,  // the user stopped it
};

// message: what happened, where (file, line and column, if any) and what to do next, in full sentences.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ErrorCode code() const { return code_; }

 private:
  ErrorCode code_;
};

// The exit code of a process that fails with this code.
int exit_code(ErrorCode code);

}  // namespace smartdesk

// The exception type of every module: a code that programs react to, and a message for the person who has to act on it.

#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace smartdesk {

// Each code maps to an exit code (README, "Exit codes"), an HTTP status (http/problem.h) and a name, which the API
// sends and the dashboard translates.
enum class ErrorCode {
  kFailed,        // the operation failed: disk, child process, a defect
  kUsage,         // wrong usage or configuration
  kInvalidInput,  // the input was refused and nothing was written
  kUnavailable,   // an outside service cannot be reached
  kInterrupted,   // the user stopped it
  // Errors to which the command line (cli/advice.h) or the dashboard adds the next step:
  kNoModel,       // there is no trained model yet
  kNoEmbedder,    // the model reads embeddings that are not available
  kNoWorkspace,   // subject: the folder
  kNoColumn,      // the table has no column for the subject: "text", or a task
  kNoUsers,       // nobody could sign in to the server
  kUnknownLabel,  // the model does not know the task or the label
};

// message: what happened, where (file, line and column, if any) and what to do next, in full sentences, without options
// of the command line. Codes with a next step of their own leave it out.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message, std::string subject = {});
  ErrorCode code() const { return code_; }
  const std::string& subject() const { return subject_; }  // as the code says; empty: none

 private:
  ErrorCode code_;
  std::string subject_;
};

// "No model yet", the same wherever a model is needed.
Error no_model();

// The exit code of a process that fails with this code.
int exit_code(ErrorCode code);

// "no_model"
std::string_view name_of(ErrorCode code);

}  // namespace smartdesk

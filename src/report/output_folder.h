// Writes several files to a folder, all or none.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::report {

// Files are written to a staging folder inside the target and moved to their places by commit(). Without commit(), the
// destructor leaves the target unchanged. Not thread-safe.
class OutputFolder {
 public:
  // Creates the target if it is missing, and removes leftovers of a killed run. Throws Error{kFailed}.
  explicit OutputFolder(std::string target);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  // The path to write a file to that commit() moves to target/name. The name may contain folders.
  std::string path_for(const std::string& name);

  void write(const std::string& name, std::string_view bytes);

  // Replaces files of these names and keeps others in the target. Call it at most once.
  void commit();

 private:
  std::string target_, staging_;
  std::vector<std::string> names_;
  bool made_target_ = false;
};

}  // namespace smartdesk::report

// A folder of files that appear together or not at all.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::report {

// Files are written to a folder of its own inside the target and moved into their places by commit(). Destroyed without
// commit() it leaves the target as it was. One thread at a time.
class OutputFolder {
 public:
  // Makes the target if it is missing; sweeps away what a killed run left behind. Throws Error{kFailed}.
  explicit OutputFolder(std::string target);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  // Where to write the file that will be target/name until then; name may have folders in it.
  std::string path_for(const std::string& name);

  void write(const std::string& name, std::string_view bytes);

  // Files of these names are replaced, others in the target stay. At most once.
  void commit();

 private:
  std::string target_, staging_;
  std::vector<std::string> names_;
  bool made_target_ = false;
};

}  // namespace smartdesk::report

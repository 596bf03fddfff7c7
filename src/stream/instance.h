// A name for this process that no other one of the machine has, and that it has again after a restart.

#pragma once

#include <string>

namespace smartdesk::stream {

// Holds the lowest free place among those in a folder, as long as it lives or its process does.
class Instance {
 public:
  // Makes the folder if need be. Throws Error{kFailed} if it cannot be written.
  explicit Instance(const std::string& folder);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const std::string& name() const { return name_; }  // HOST-0, HOST-1 …

 private:
  int descriptor_ = -1;
  std::string name_;
};

}  // namespace smartdesk::stream

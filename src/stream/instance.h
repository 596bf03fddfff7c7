// A process name that is unique on this machine and stays the same after a restart.

#pragma once

#include <string>

namespace smartdesk::stream {

// Holds the lowest free slot of a folder until it is destroyed or its process ends.
class Instance {
 public:
  // Creates the folder if necessary. Throws Error{kFailed} if it is not writable.
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

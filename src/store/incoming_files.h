// Files that somebody sent and that wait to be taken in: the seam to whatever keeps them meanwhile.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "store/workspace.h"

namespace smartdesk::store {

// Each change is whole, or did not happen, and is durable when it returns. Thread-safe; with PostgreSQL any process of
// a team takes in what another was sent. Throws Error{kFailed} (disk), Error{kUnavailable} (a database that is away).
class IncomingFiles {
 public:
  virtual ~IncomingFiles() = default;

  // Takes the file away. ending: of the name that it is known by from now on, for its format; letters, digits, ._-
  // only.
  virtual std::string put(const std::string& file, const std::string& ending) = 0;

  // A file on this machine with what was put under this name; empty if it is gone.
  virtual std::optional<std::string> find(const std::string& name) = 0;

  virtual void remove(const std::string& name) = 0;  // nothing if it is gone
};

// In incoming/ of the workspace's folder, or in its database, where a file that nobody took in for a week is forgotten
// at the next one. Cost in the database: some 20 MB a second each way.
std::unique_ptr<IncomingFiles> open_incoming(const WorkspaceLocation& location);

}  // namespace smartdesk::store

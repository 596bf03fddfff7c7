// The interface to stored uploads that wait to be imported.

#pragma once

#include <memory>
#include <optional>
#include <string>

namespace smartdesk::store {

// Each change is atomic and durable when it returns. Thread-safe; with PostgreSQL any process of a team can import what
// another received. Throws Error{kFailed} (disk), Error{kUnavailable} (an unreachable database).
class IncomingFiles {
 public:
  virtual ~IncomingFiles() = default;

  // Moves the file into the store and returns its new name. ending: the end of that name, for the format; letters,
  // digits, ._- only.
  virtual std::string put(const std::string& file, const std::string& ending) = 0;

  // A local file with the content stored under this name; nullopt if it no longer exists.
  virtual std::optional<std::string> find(const std::string& name) = 0;

  virtual void remove(const std::string& name) = 0;  // does nothing if it no longer exists
};

// In the folder, which is created if necessary.
std::unique_ptr<IncomingFiles> open_folder_incoming(const std::string& folder);

// In the database's tables; folder: for local copies. put() deletes files older than a week. Cost: about 20 MB per
// second each way.
std::unique_ptr<IncomingFiles> open_postgres_incoming(const std::string& url, const std::string& folder);

}  // namespace smartdesk::store

// The versions of a workspace's model, each a file with a record, and which of them is the champion: the seam to
// whatever keeps them.

#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace smartdesk::store {

// What is known of a version, in words that only workspace/model_registry.h reads.
struct ModelText {
  std::string location;  // where it is, for messages
  std::string text;
};

// Each change is whole, or did not happen, and is durable when it returns. Thread-safe. With PostgreSQL any number of
// processes share the models; a folder is for one writing process at a time, any number may read. Throws Error{kFailed}
// (disk), Error{kUnavailable} (a database that cannot be reached).
class ModelStore {
 public:
  virtual ~ModelStore() = default;

  virtual std::optional<std::string> champion() const = 0;
  virtual std::vector<ModelText> records() const = 0;  // in any order
  virtual bool holds(const std::string& version) const = 0;

  // A file to read the version from, whole, on this machine. Throws Error{kUsage} if it is not held. Cost in
  // PostgreSQL: the file is fetched once and its digest is checked each time.
  virtual std::string path_of(const std::string& version) const = 0;

  // Takes the file away. What is kept already under this version stays.
  virtual void put(const std::string& version, const std::string& file) = 0;
  virtual void put_record(const std::string& version, const std::string& text) = 0;

  // Of a version that is held; else Error{kUsage}.
  virtual void promote(const std::string& version) = 0;

  // Returns once the champion may be another than when this last returned: true; or after so long: false. The first
  // call returns true at once, and so does the first one after a database was away, whose being away is thrown. For one
  // thread at a time, which holds up no other.
  virtual bool wait_for_promotion(std::chrono::milliseconds at_most) = 0;

  // Where the versions are, for people.
  virtual std::string location() const = 0;
};

// In the folder, which is made when something is put: VERSION.model, VERSION.json (the record), and `champion`, which
// holds a version.
std::unique_ptr<ModelStore> open_folder_models(const std::string& folder);

// In the database's tables, which are made where they are not there yet. folder: for this machine's copies of the
// versions that it has used; those that the database no longer holds are removed when the next is fetched. Throws
// Error{kUsage} for a URL that cannot be read, Error{kUnavailable} where nobody answers.
std::unique_ptr<ModelStore> open_postgres_models(const std::string& url, const std::string& folder);

}  // namespace smartdesk::store

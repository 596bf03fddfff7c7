// The interface to stored models: the versions of a workspace's model, each a file with a record, and the champion.

#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace smartdesk::store {

// The record of a version, in a format that only workspace/model_registry.h reads.
struct ModelText {
  std::string location;  // of the record, for messages
  std::string text;
};

// Each change is atomic and durable when it returns. Thread-safe. With PostgreSQL any number of processes share the
// models; a folder allows one writing process at a time and any number of readers. Throws Error{kFailed} (disk),
// Error{kUnavailable} (an unreachable database).
class ModelStore {
 public:
  virtual ~ModelStore() = default;

  virtual std::optional<std::string> champion() const = 0;
  virtual std::vector<ModelText> records() const = 0;  // in any order
  virtual bool holds(const std::string& version) const = 0;

  // The path of a complete local file of the version. Throws Error{kUsage} if the version does not exist. Cost in
  // PostgreSQL: the file is downloaded once, and its digest is checked each time.
  virtual std::string path_of(const std::string& version) const = 0;

  // Moves the file into the store. It replaces an existing file of this version.
  virtual void put(const std::string& version, const std::string& file) = 0;
  virtual void put_record(const std::string& version, const std::string& text) = 0;

  // Throws Error{kUsage} if the version does not exist.
  virtual void promote(const std::string& version) = 0;

  // Waits for a promotion. True: the champion may have changed since the last return; false: timeout. The first call
  // returns true at once, and so does the first one after a database outage (which throws). One thread at a time; does
  // not block other methods.
  virtual bool wait_for_promotion(std::chrono::milliseconds at_most) = 0;

  // Where the versions are stored, for messages.
  virtual std::string location() const = 0;
};

// Stores models in the folder, which is created on the first write: VERSION.model, VERSION.json (the record), and
// `champion`, which holds a version.
std::unique_ptr<ModelStore> open_folder_models(const std::string& folder);

// Stores models in the database's tables, which are created if necessary. folder: for local copies of used versions;
// copies of deleted versions are removed on the next download. Throws Error{kUsage} for an invalid URL,
// Error{kUnavailable} if no server answers.
std::unique_ptr<ModelStore> open_postgres_models(const std::string& url, const std::string& folder);

}  // namespace smartdesk::store

// The versions of a workspace's model: all are kept, one is the champion that answers.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/metrics.h"
#include "models/model.h"
#include "store/workspace.h"

namespace smartdesk::workspace {

// The challenger against the champion of its day, on tickets that neither was trained on.
struct Contest {
  std::uint64_t rows = 0;               // held out
  double champion = 0, challenger = 0;  // macro F1, mean over tasks
  models::Interval difference;          // challenger - champion, 95 %, bootstrap over rows
};

// What is known of a version without loading it.
struct ModelRecord {
  struct Head {
    std::string task, algorithm;
    std::vector<std::string> labels;
    std::uint64_t rows = 0;
    double cv_macro_f1 = 0, majority_accuracy = 0;
    bool no_signal = false;
    // On held-out tickets, truth by answer; empty where none was held out. The last column is of answers that the truth
    // never gives.
    std::vector<std::string> confused_labels = {};
    std::vector<std::vector<std::uint64_t>> confusion = {};
  };
  std::string version, created_at;  // ISO 8601, UTC
  std::uint64_t rows = 0;           // tickets learned from
  std::vector<Head> heads;
  std::optional<Contest> contest;
  std::string why;  // it was made the champion, or not; one sentence
};

// The workspace's model store, and what its files and records say. Shared as the store is; throws as it does.
class ModelRegistry {
 public:
  explicit ModelRegistry(const store::WorkspaceLocation& location);

  std::optional<std::string> champion() const { return store_->champion(); }

  // A file on this machine, for load_model(). Throws Error{kUsage} if there is no such version.
  std::string path_of(const std::string& version) const { return store_->path_of(version); }

  // Newest first. A record that cannot be read throws Error{kInvalidInput} that says which.
  std::vector<ModelRecord> records() const;
  bool holds(const std::string& version) const { return store_->holds(version); }

  // Saves it, sets its version.
  void put(models::Model& model);
  void put_record(const ModelRecord& record);

  // Throws Error{kUsage} with the versions there are, if it is none of them.
  void promote(const std::string& version);

  // As ModelStore's.
  bool wait_for_promotion(std::chrono::milliseconds at_most) { return store_->wait_for_promotion(at_most); }

  // Where the versions are, for people.
  std::string location() const { return store_->location(); }

 private:
  std::string scratch_;  // a file that is written before it gets its name
  std::unique_ptr<store::ModelStore> store_;
};

// rows is what the workspace gave; contest and why are still empty.
ModelRecord record_of(const models::Model& model, std::uint64_t rows);

}  // namespace smartdesk::workspace

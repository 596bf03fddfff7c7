// All versions of a workspace's model. One of them is the champion, the version that answers.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/metrics.h"
#include "models/model.h"
#include "store/backend.h"

namespace smartdesk::workspace {

// Comparison of a challenger with the champion at that time, on tickets that neither was trained on.
struct Contest {
  std::uint64_t rows = 0;               // held out
  double champion = 0, challenger = 0;  // macro F1, mean over tasks
  models::Interval difference;          // challenger - champion, 95 %, bootstrap over rows
};

// Information about a version without loading it.
struct ModelRecord {
  struct Head {
    std::string task, algorithm;
    std::vector<std::string> labels;
    std::uint64_t rows = 0;
    double cv_macro_f1 = 0, majority_accuracy = 0;
    bool no_signal = false;
    // On held-out tickets, truth by answer; empty if none was held out. The last column counts answers that do not
    // occur in the truth.
    std::vector<std::string> confused_labels = {};
    std::vector<std::vector<std::uint64_t>> confusion = {};
  };
  std::string version, created_at;  // ISO 8601, UTC
  std::uint64_t rows = 0;           // training tickets
  std::vector<Head> heads;
  std::optional<Contest> contest;
  std::string why;  // why it was promoted or not; one sentence
  // The day ("2026-03-01") from which on tickets were held out of its training; empty: is_held_out() chose them.
  std::string held_out_from = {};
};

// The workspace's model store with parsed records. Thread safety and errors: as ModelStore.
class ModelRegistry {
 public:
  explicit ModelRegistry(const store::WorkspaceLocation& location);

  std::optional<std::string> champion() const { return store_->champion(); }

  // A file on this machine, for load_model(). Throws Error{kUsage} if there is no such version.
  std::string path_of(const std::string& version) const { return store_->path_of(version); }

  // Newest first. Throws Error{kInvalidInput} that names the record if one is unreadable.
  std::vector<ModelRecord> records() const;
  bool holds(const std::string& version) const { return store_->holds(version); }

  // Saves the model and sets its version. False: an equal model is there already and stays, with its time and origin; a
  // damaged one is replaced.
  bool put(models::Model& model);
  void put_record(const ModelRecord& record);

  // Throws Error{kUsage} that lists the versions if there is no such version.
  void promote(const std::string& version);

  // As in ModelStore.
  bool wait_for_promotion(std::chrono::milliseconds at_most) { return store_->wait_for_promotion(at_most); }

  // Where the versions are stored, as text for people.
  std::string location() const { return store_->location(); }

 private:
  std::string scratch_;  // path of the file that is written before its version is known
  std::unique_ptr<store::ModelStore> store_;
};

// The model in `file`, or the champion of the workspace if `file` is empty. Throws Error{kNoModel} if there is none,
// and as load_model does.
models::Model model_or_champion(const store::WorkspaceLocation& location, const std::string& file);

// Creates a record without contest and why. rows: number of training tickets.
ModelRecord record_of(const models::Model& model, std::uint64_t rows);

}  // namespace smartdesk::workspace

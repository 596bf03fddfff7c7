// The versions of a workspace's model: all are kept, one is the champion that answers.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/metrics.h"
#include "models/model.h"

namespace smartdesk {

// The challenger against the champion of its day, on tickets that neither was trained on.
struct Contest {
  std::uint64_t rows = 0;               // held out
  double champion = 0, challenger = 0;  // macro F1, mean over tasks
  Interval difference;                  // challenger - champion, 95 %, bootstrap over rows
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

// A folder of VERSION.model files, each with VERSION.json (its record), and `champion`, which holds a version. Each
// change is whole or did not happen. For one writing process at a time; any number may read.
class ModelShelf {
 public:
  explicit ModelShelf(std::string folder) : folder_(std::move(folder)) {}

  std::optional<std::string> champion() const;
  std::string path_of(const std::string& version) const { return folder_ + "/" + version + ".model"; }

  // Newest first. A record that cannot be read throws Error{kInvalidInput} with its path.
  std::vector<ModelRecord> records() const;
  bool holds(const std::string& version) const;

  // Saves it, sets its version.
  void put(Model& model);
  void put_record(const ModelRecord& record);

  // Throws Error{kUsage} with the versions there are, if it is none of them.
  void promote(const std::string& version);

 private:
  std::string folder_;
};

// rows is what the workspace gave; contest and why are still empty.
ModelRecord record_of(const Model& model, std::uint64_t rows);

}  // namespace smartdesk

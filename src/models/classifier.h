// The six algorithms and their common result: a classifier that turns a row into one score per class.

#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/label_set.h"
#include "core/run.h"
#include "features/sparse_matrix.h"

namespace smartdesk::models {

// Described in models/algorithm_table.h. Model files store the numbers, so add new ones at the end.
enum class Algorithm { kLogReg, kNaiveBayes, kRandomForest, kLinearSvc, kXgboost, kCatboost };

inline constexpr auto kAlgorithms = [] {
  std::array<Algorithm, static_cast<std::size_t>(Algorithm::kCatboost) + 1> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Algorithm>(i);
  return all;
}();

// "LinearSVC": in tables and file names.
std::string_view display_name(Algorithm algorithm);
// "linear_svc": on the command line.
std::string_view option_name(Algorithm algorithm);
std::optional<Algorithm> algorithm_named(std::string_view option_name);

// Rows with their classes, 0 <= labels[i] < classes; every class has at least one row.
struct TrainingRows {
  const features::SparseMatrix& rows;
  std::span<const ClassIndex> labels;
  int classes;
};

// Each algorithm reads its own part; the defaults are the reference's configuration (parity).
struct FitOptions {
  // Class weights (n / (classes * count))^balance if the reference has them (not NB, not boosters); 0 is none.
  double balance = 1.0;
  double c = 1.0;               // LogReg, LinearSVC: inverse strength of the penalty, > 0
  bool class_evidence = false;  // LinearSVC: weigh columns by their evidence about the classes
  double tolerance = 1e-2;      // LinearSVC: stop when no dual slope is steeper
  double gap = 1e-6;            // LogReg: stop if the objective is at most this share above its minimum
  double smoothing = 1.0;       // NaiveBayes: pseudo-count, > 0
  int trees = 200;              // RandomForest
  int boosting_rounds = 100;    // XGBoost
  int catboost_trees = 1000;    // CatBoost; below 1000 the learning rate is 0.1, else CatBoost's own choice
  std::uint64_t seed = 42;
};

// One number of FitOptions under its name there; flags are 0 or 1.
struct Setting {
  std::string name;
  double value = 0;
  bool operator==(const Setting&) const = default;
};

// Those of the options that the algorithm reads, for people.
std::vector<Setting> settings_of(Algorithm algorithm, const FitOptions& options);

// Whether the algorithm can train on this machine (CatBoost needs a Python package, XGBoost a library), and if not, why
// and what to do.
struct Availability {
  bool available;
  std::string reason;  // part of a sentence, without a full stop; empty if available
};
Availability availability(Algorithm algorithm);

// A fitted classifier: a value, cheap to copy (shared), immutable, safe to share between threads.
class Classifier {
 public:
  // Throws Error{kInvalidInput} for fewer than two classes or shapes that disagree, Error{kUnavailable} if the
  // algorithm is not available, Error{kInterrupted}. The result is the same for any run.threads.
  static Classifier fit(Algorithm algorithm, const TrainingRows& training, const FitOptions& options, const Run& run);

  // One classifier per setting. LogReg and LinearSVC start each fit from the result of the one before, so order
  // settings such that neighbours are alike and c never falls. Settings of LogReg differ only in c; those of LinearSVC
  // also in balance, and in class_evidence, where the fits start anew.
  static std::vector<Classifier> fit_path(Algorithm algorithm, const TrainingRows& training,
                                          const std::vector<FitOptions>& settings, const Run& run);

  Algorithm algorithm() const;
  int classes() const;
  std::uint32_t columns() const;

  // scores: classes() numbers on the algorithm's own scale, similar to log-odds; higher is likelier. Their softmax is
  // the algorithm's own probability if it has one (LogReg, NaiveBayes, XGBoost, CatBoost; RandomForest gives log
  // votes).
  void scores(features::SparseRow row, std::span<float> scores) const;

  // Row-major rows × classes.
  std::vector<float> scores(const features::SparseMatrix& rows, const Run& run) const;

  // Linear classifiers (LogReg, NaiveBayes, LinearSVC) have one weight per column and class and a constant per class,
  // which add up to the score. nullopt for trees.
  std::optional<float> weight(std::uint32_t column, ClassIndex label) const;
  std::optional<float> intercept(ClassIndex label) const;
  std::span<const float> weights() const;  // columns × classes; empty for trees

  // Serialises and restores. Bounds-checked: any bytes give a classifier or Error{kInvalidInput}.
  std::string to_bytes() const;
  static Classifier from_bytes(std::string_view bytes, std::shared_ptr<const void> owner);

  struct Impl;
  explicit Classifier(std::shared_ptr<const Impl> impl);

 private:
  std::shared_ptr<const Impl> impl_;
};

}  // namespace smartdesk::models

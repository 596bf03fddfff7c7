// All algorithms on all tasks, fitted and judged in the same way on the same rows.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/classifier.h"
#include "models/metrics.h"
#include "models/model.h"
#include "prediction/explain.h"
#include "training/dataset.h"
#include "training/fitting.h"

namespace smartdesk::training {

struct BenchmarkOptions {
  std::vector<models::Algorithm> algorithms{models::kAlgorithms.begin(), models::kAlgorithms.end()};
  FittingOptions fitting;
};

// What is trained on and what is judged on. test is a null pointer: rows marked dev/train and locked/test in the
// `split` column, else a stratified 80/20 split with the seed.
struct BenchmarkData {
  std::shared_ptr<const Dataset> train;
  std::shared_ptr<const Dataset> test;
  std::shared_ptr<const Dataset> synthetic;  // generated tickets to train on as well; may be null
};

struct AlgorithmResult {
  models::Algorithm algorithm{};
  std::string status = "ok";  // or why it has no figures ("unavailable: …"), or what to know ("ok, 100 trees")
  bool ran = false;           // the rest is only filled in if so
  models::Metrics metrics;
  double cv_macro_f1 = 0;                      // inside the training rows; chooses the winner
  double fit_seconds = 0;                      // features, cross-validation and calibration included
  double rows_per_second = 0;                  // from text to label, with Run::threads threads
  double chosen_c = 0;                         // 0 where there was nothing to choose
  std::vector<float> probabilities;            // test rows × classes
  std::vector<ClassIndex> predicted;           // per test row
  std::optional<double> p_value_against_best;  // McNemar on the test rows; empty for the winner itself
};

struct Misclassified {
  std::size_t test_row = 0;  // into TaskResult::test_texts
  models::Algorithm algorithm{};
  ClassIndex truth = 0, predicted = 0;
  double probability = 0;
  std::vector<prediction::DecidingWord> words;  // up to 5 that spoke for the wrong label
};

struct TaskResult {
  std::string task;
  LabelSet labels;
  std::size_t training_rows = 0, test_rows = 0;
  std::vector<std::string> test_texts;
  std::vector<std::string> test_ids;
  std::vector<ClassIndex> truth;
  models::Metrics baseline;  // always the commonest training label
  std::string baseline_label;
  std::vector<AlgorithmResult> algorithms;   // in the order of kAlgorithms
  std::size_t best = 0;                      // into algorithms: highest cv_macro_f1 among those that ran
  std::vector<Misclassified> misclassified;  // of the best algorithm
  std::optional<models::Model> model;        // the best, fitted on the training rows; always there
  bool no_signal = false;                    // the winner does no better than the majority (exact binomial test, 5 %)
};

// What the same best-profile linear classifier reaches on the test rows from different training rows.
struct TransferRow {
  std::string trained_on;  // "generated tickets only", "both" …
  std::size_t rows = 0;
  std::vector<double> accuracy, macro_f1;  // one per task
};

struct BenchmarkResult {
  std::string train_path, test_path, synthetic_path;  // test_path empty: split inside train_path
  std::string split_rule;                             // in words: "split column: dev rows train, locked rows test"
  FittingOptions fitting;
  std::vector<TaskResult> tasks;
  std::vector<TransferRow> transfer;  // only with synthetic rows
  std::vector<std::string> warnings;  // rejected rows, unavailable algorithms, small classes … each a sentence
};

// Throws Error{kInvalidInput} before any fitting if a task has fewer than two labels or a test set would be empty.
BenchmarkResult benchmark(const BenchmarkData& data, const BenchmarkOptions& options, const Run& run);

}  // namespace smartdesk::training

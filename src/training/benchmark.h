// Compares all algorithms on all tasks: fitted and measured in the same way on the same rows.

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
#include "training/division.h"
#include "training/fitting.h"
#include "training/verdict.h"

namespace smartdesk::training {

struct BenchmarkOptions {
  std::vector<models::Algorithm> algorithms{models::kAlgorithms.begin(), models::kAlgorithms.end()};
  FittingOptions fitting;
  SplitRule split = SplitRule::kFromFile;  // without a test file
};

// Training and test rows. If test is null, BenchmarkOptions::split divides the rows of `train`.
struct BenchmarkData {
  std::shared_ptr<const Dataset> train;
  std::shared_ptr<const Dataset> test;
  std::shared_ptr<const Dataset> synthetic;  // generated tickets, added to the training rows; may be null
};

struct AlgorithmResult {
  models::Algorithm algorithm{};
  std::string status = "ok";  // or the reason for no figures ("unavailable: …"), or a remark ("ok, 100 trees")
  bool ran = false;           // the other members are set only if true
  models::Metrics metrics;
  double cv_macro_f1 = 0;                      // cross-validation on the training rows; chooses the winner
  double fit_seconds = 0;                      // features, cross-validation and calibration included
  double rows_per_second = 0;                  // from text to label, with Run::threads threads
  double chosen_c = 0;                         // 0 if there was no choice
  std::vector<float> probabilities;            // test rows × classes
  std::vector<ClassIndex> predicted;           // per test row
  std::optional<double> p_value_against_best;  // McNemar on the test rows; empty for the winner itself
};

struct Misclassified {
  std::size_t test_row = 0;  // into TaskResult::test_texts
  models::Algorithm algorithm{};
  ClassIndex truth = 0, predicted = 0;
  double probability = 0;
  std::vector<prediction::DecidingWord> words;  // up to 5 that contributed to the wrong label
};

struct TaskResult {
  std::string task;
  LabelSet labels;
  std::size_t training_rows = 0, test_rows = 0;
  std::vector<std::string> test_texts;
  std::vector<std::string> test_ids;
  std::vector<std::uint64_t> test_lines;  // in the file with the test rows
  std::vector<ClassIndex> truth;
  models::Metrics baseline;  // always predicts the most common training label
  std::string baseline_label;
  std::vector<AlgorithmResult> algorithms;   // in the order of kAlgorithms
  std::size_t best = 0;                      // into algorithms: highest cv_macro_f1 among those that ran
  std::vector<Misclassified> misclassified;  // of the best algorithm
  std::optional<models::Model> model;        // the best, fitted on the training rows; always set
  Verdict verdict;                           // on the test rows, of the best algorithm
};

// Scores of the same best-profile linear classifier on the test rows after training on different rows.
struct TransferRow {
  std::string trained_on;  // "generated tickets only", "both" …
  std::size_t rows = 0;
  std::vector<double> accuracy, macro_f1;  // one per task
};

struct BenchmarkResult {
  std::string train_path, test_path, synthetic_path;  // test_path empty: split inside train_path
  std::string split_rule;                             // as text: "split column: dev rows train, locked rows test"
  FittingOptions fitting;
  std::vector<TaskResult> tasks;
  std::vector<TransferRow> transfer;  // only with synthetic rows
  std::vector<std::string> warnings;  // each a sentence: rejected rows, unknown test labels, labels with one row,
                                      // labels written in the texts, tests of a single label
};

// Throws Error{kInvalidInput} before any fitting if a task has fewer than two labels or a test set would be empty.
BenchmarkResult benchmark(const BenchmarkData& data, const BenchmarkOptions& options, const Run& run);

}  // namespace smartdesk::training

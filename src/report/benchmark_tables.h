// A benchmark's CSV files. Texts that a spreadsheet would run as a formula get a leading apostrophe.

#pragma once

#include <string>
#include <vector>

#include "training/benchmark.h"

namespace smartdesk::report {

// One row per algorithm and task, and one per task for the majority baseline. An algorithm that did not run has a
// status and empty figures.
void write_results(const training::BenchmarkResult& result, const std::string& path);

// Every test row that the best algorithm of a task classified wrongly, with the words that contributed to the wrong
// label.
void write_misclassified(const training::BenchmarkResult& result, const std::string& path);

// Every test row with the prediction of the best algorithm of each task. A ticket tested on several tasks is one row.
void write_analyzed(const training::BenchmarkResult& result, const std::string& path);

// Every test row of a task with its line, its label, and the predicted label and its probability by each algorithm that
// ran. Probabilities have as many digits as bring the number back.
void write_predictions(const training::TaskResult& task, const std::string& path);

// One test row, for write_analyzed and the report's samples.
struct AnalyzedRow {
  struct Answer {
    bool tested = false;  // the row has a label for this task
    std::string truth, predicted;
    double probability = 0;
  };
  std::string id, text;
  std::vector<Answer> answers;  // one per task
};
std::vector<AnalyzedRow> analyzed_rows(const training::BenchmarkResult& result);

}  // namespace smartdesk::report

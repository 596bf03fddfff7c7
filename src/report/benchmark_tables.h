// A benchmark's CSV files. Texts that a spreadsheet would run as a formula get an apostrophe in front.

#pragma once

#include <string>
#include <vector>

#include "training/benchmark.h"

namespace smartdesk::report {

// One row an algorithm and task, and one for the majority baseline. What did not run has
// its status and empty figures.
void write_results(const training::BenchmarkResult& result, const std::string& path);

// Every test row that the best algorithm of a task got wrong, with the words that spoke for the wrong label.
void write_misclassified(const training::BenchmarkResult& result, const std::string& path);

// Every test row with what the best algorithm of each task says of it; rows of several tasks are one row.
void write_analyzed(const training::BenchmarkResult& result, const std::string& path);

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

// Writes all output files of a benchmark.

#pragma once

#include <string>

#include "core/run.h"
#include "training/benchmark.h"

namespace smartdesk::report {

// Writes to the folder `dir`, all files or none:
//   evaluation_report.html, .md          the findings; a self-contained page
//   <task>.html                          one page per task: report and confusion matrix of each algorithm
//   benchmark_results.csv                the table
//   benchmark_f1_scores.svg, .png
//   reports/<task>/<Algorithm>_report.txt, _cm.svg, _cm.png
//   misclassified.csv, analyzed_tickets.csv
//   predictions_<task>.csv               what each algorithm predicts for each test row
//   models/<task>_best                   a model file for `smartdesk classify`
// In file names, characters of a task other than letters, digits, '-' and '_' are '_'.
// Throws Error{kFailed} if it cannot write, Error{kInterrupted}. Cost: about 0.3 s per algorithm and task.
void write_benchmark(const training::BenchmarkResult& result, const std::string& dir, const Run& run);

}  // namespace smartdesk::report

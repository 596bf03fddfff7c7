// A benchmark's pages as documents. The drawings are parameters.

#pragma once

#include <string>
#include <vector>

#include "report/document.h"
#include "training/benchmark.h"

namespace smartdesk::report {

// Unique file names for the tasks, in the order of result.tasks.
std::vector<std::string> task_file_names(const training::BenchmarkResult& result);

// The report on all tasks. f1_scores follows the table of winners.
Document benchmark_document(const training::BenchmarkResult& result, Drawing f1_scores);

// One task: table, findings, samples of mistakes; then a matrix and a classification report for each algorithm that ran
// (matrices: one per algorithm, empty where it did not).
Document task_document(const training::TaskResult& task, std::vector<Drawing> matrices);

}  // namespace smartdesk::report

// A benchmark's pages as documents, without their drawings.

#pragma once

#include <string>
#include <vector>

#include "report/document.h"
#include "training/benchmark.h"

namespace smartdesk::report {

// Where each task's files go: names for files, no two alike, in the order of result.tasks.
std::vector<std::string> task_file_names(const training::BenchmarkResult& result);

// The report on all tasks. f1_scores is put behind the summary.
Document benchmark_document(const training::BenchmarkResult& result, Drawing f1_scores);

// One task: table, findings, samples of mistakes; then a matrix and a classification report for each algorithm that ran
// (matrices: one per algorithm, empty where it did not).
Document task_document(const training::TaskResult& task, std::vector<Drawing> matrices);

}  // namespace smartdesk::report

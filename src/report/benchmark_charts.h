// The charts of a benchmark.

#pragma once

#include "charts/chart.h"
#include "training/benchmark.h"

namespace smartdesk::report {

// Macro F1 of every algorithm on every task.
charts::Chart f1_chart(const training::BenchmarkResult& result);

// algorithm: into task.algorithms; it must have run.
charts::Chart confusion_of(const training::TaskResult& task, std::size_t algorithm);

}  // namespace smartdesk::report

// The charts of a benchmark.

#pragma once

#include "charts/chart.h"
#include "training/benchmark.h"

namespace smartdesk {

// Macro F1 of every algorithm on every task.
Chart f1_chart(const BenchmarkResult& result);

// algorithm: into task.algorithms; it must have run.
Chart confusion_of(const TaskResult& task, std::size_t algorithm);

}  // namespace smartdesk

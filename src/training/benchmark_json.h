// A benchmark's figures as the program's interfaces show them.

#pragma once

#include <boost/json.hpp>

#include "training/benchmark.h"

namespace smartdesk::training {

// {"algorithm","status"} and, if it ran, its figures.
boost::json::object algorithm_json(const AlgorithmResult& result);

// A row an algorithm and task, with "task" (docs/api.md, GET /benchmarks).
boost::json::array benchmark_rows_json(const BenchmarkResult& result);

}  // namespace smartdesk::training

// A benchmark's figures as JSON, for the command line and the API.

#pragma once

#include <boost/json.hpp>

#include "training/benchmark.h"

namespace smartdesk::training {

// {"algorithm","status"} and, if it ran, its figures.
boost::json::object algorithm_json(const AlgorithmResult& result);

// One row per algorithm and task, with "task" (docs/api.md, GET /benchmarks).
boost::json::array benchmark_rows_json(const BenchmarkResult& result);

}  // namespace smartdesk::training

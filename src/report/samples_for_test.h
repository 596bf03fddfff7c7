// Small sample results for the tests of this module, with all cases that a report has to handle.

#pragma once

#include <string>
#include <string_view>

#include "report/overview.h"
#include "training/benchmark.h"

namespace smartdesk::report {

inline const std::string kHostileText =
    "=1+1 <script>alert('x')</script> \"quoted\" | `pipe` [a](javascript:alert(1))\nend";

// A task with three labels: LinearSVC leads, LogReg is tied with it, NaiveBayes is behind, CatBoost did not run.
training::TaskResult sample_task(const std::string& name);

training::BenchmarkResult sample_benchmark();

// A task of the default taxonomy.
const TaskDefinition& usual_task(std::string_view name);

// 400 tickets: Billing is often High, Feature Request rarely, product has no effect, and one week of 12 has a peak.
Overview sample_overview();

}  // namespace smartdesk::report

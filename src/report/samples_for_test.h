// Hand-made results for this room's tests: small, but with everything that a report has to cope with.

#pragma once

#include <string>

#include "report/overview.h"
#include "training/benchmark.h"

namespace smartdesk::report {

inline const std::string kHostileText =
    "=1+1 <script>alert('x')</script> \"quoted\" | `pipe` [a](javascript:alert(1))\nend";

// A task of three labels where LinearSVC leads, LogReg is level with it, NaiveBayes behind, CatBoost did not run.
training::TaskResult sample_task(const std::string& name);

training::BenchmarkResult sample_benchmark();

// 400 tickets; Billing is often High, Feature Request seldom; product says nothing; one week of 12 has a peak.
Overview sample_overview();

}  // namespace smartdesk::report

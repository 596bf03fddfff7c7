// What a benchmark's numbers come to, in sentences: who wins, who cannot be told from the winner, what is no better
// than guessing.

#pragma once

#include <string>
#include <vector>

#include "training/benchmark.h"

namespace smartdesk::report {

// About one task, most important first.
std::vector<std::string> findings(const training::TaskResult& task);

// One line on all tasks together, for titles.
std::string headline(const training::BenchmarkResult& result);

// McNemar's test does not tell this one from the best (p ≥ 0.05). False for the best itself and what did not run.
bool is_tied_with_best(const training::AlgorithmResult& row);

// Truth and prediction that are mixed up most often; count 0 if there are no errors.
struct Confusion {
  ClassIndex truth = 0, predicted = 0;
  int count = 0;
};
Confusion commonest_confusion(const models::Metrics& metrics);

// "0.041", "< 0.001".
std::string p_text(double p);

// "0.614 (0.55–0.67)".
std::string with_interval(double value, const models::Interval& interval);

}  // namespace smartdesk::report

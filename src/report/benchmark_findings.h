// Describes a benchmark's results in sentences: the winner, the algorithms that are tied with it, and the tasks on
// which even the winner is weak, no better than guessing, or cannot be judged.

#pragma once

#include <string>
#include <vector>

#include "training/benchmark.h"

namespace smartdesk::report {

// Sentences about one task, most important first.
std::vector<std::string> findings(const training::TaskResult& task);

// One line about all tasks, for titles.
std::string headline(const training::BenchmarkResult& result);

// Whether McNemar's test does not distinguish it from the best (p ≥ 0.05). False for the best itself and for algorithms
// that did not run.
bool is_tied_with_best(const training::AlgorithmResult& row);

// The most common confusion of a true label with another prediction; count 0 if there are no errors.
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

#include "training/benchmark_json.h"

namespace smartdesk::training {

boost::json::object algorithm_json(const AlgorithmResult& result) {
  boost::json::object object{{"algorithm", models::display_name(result.algorithm)}, {"status", result.status}};
  if (!result.ran) return object;
  object["accuracy"] = result.metrics.accuracy;
  object["macro_f1"] = result.metrics.macro_f1;
  object["weighted_f1"] = result.metrics.weighted_f1;
  object["cv_macro_f1"] = result.cv_macro_f1;
  object["log_loss"] = result.metrics.log_loss;
  object["ece"] = result.metrics.ece;
  object["fit_seconds"] = result.fit_seconds;
  object["rows_per_second"] = result.rows_per_second;
  return object;
}

boost::json::array benchmark_rows_json(const BenchmarkResult& result) {
  boost::json::array rows;
  for (const auto& task : result.tasks) {
    for (std::size_t i = 0; i < task.algorithms.size(); ++i) {
      auto row = algorithm_json(task.algorithms[i]);
      row["task"] = task.task;
      row["is_best"] = i == task.best;
      row["majority_accuracy"] = task.baseline.accuracy;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace smartdesk::training

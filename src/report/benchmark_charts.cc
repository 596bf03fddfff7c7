#include "report/benchmark_charts.h"

#include <fmt/format.h>

#include <algorithm>

#include "charts/heat_map_chart.h"
#include "charts/numbers.h"
#include "charts/score_chart.h"
#include "report/benchmark_findings.h"

namespace smartdesk::report {
namespace {

charts::Score score_of(const training::TaskResult& task, std::size_t at) {
  const auto& row = task.algorithms[at];
  charts::Score score{std::string(models::display_name(row.algorithm)), {}, 0, 0, charts::Standing::kBehind};
  if (!row.ran) return score;
  score.value = row.metrics.macro_f1;
  score.low = row.metrics.macro_f1_interval.low;
  score.high = row.metrics.macro_f1_interval.high;
  if (is_tied_with_best(row)) score.standing = charts::Standing::kTied;
  if (at == task.best) score.standing = charts::Standing::kBest;
  return score;
}

}  // namespace

charts::Chart f1_chart(const training::BenchmarkResult& result) {
  charts::ScoreSpec spec{"benchmark_f1_scores",
                         headline(result),
                         "macro F1 on the test rows, with 95 % intervals (bootstrap over rows)",
                         "macro F1",
                         {}};
  for (const auto& task : result.tasks) {
    charts::ScorePanel panel{
        fmt::format("{} ({} test rows)", task.task, charts::count_text(static_cast<std::int64_t>(task.test_rows))),
        task.baseline.macro_f1,
        {}};
    for (std::size_t i = 0; i < task.algorithms.size(); ++i) panel.scores.push_back(score_of(task, i));
    spec.panels.push_back(std::move(panel));
  }
  return charts::score_chart(spec);
}

charts::Chart confusion_of(const training::TaskResult& task, std::size_t algorithm) {
  const auto& row = task.algorithms[algorithm];
  charts::ConfusionSpec spec{"confusion", "", "", task.labels.names(), row.metrics.confusion};
  const auto most = commonest_confusion(row.metrics);
  spec.title = most.count == 0 ? "No mistake on any test row"
                               : fmt::format("Commonest mistake: {} taken for {}, {} of {} rows",
                                             task.labels.name(most.truth), task.labels.name(most.predicted), most.count,
                                             row.metrics.per_class[static_cast<std::size_t>(most.truth)].support);
  spec.subtitle = fmt::format("{} on {}, {} right on {} test rows", models::display_name(row.algorithm), task.task,
                              charts::percent_text(row.metrics.accuracy), charts::count_text(row.metrics.rows));
  return charts::confusion_chart(spec);
}

}  // namespace smartdesk::report

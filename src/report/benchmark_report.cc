#include "report/benchmark_report.h"

#include <vector>

#include "models/model.h"
#include "report/benchmark_charts.h"
#include "report/benchmark_pages.h"
#include "report/benchmark_tables.h"
#include "report/classification_report.h"
#include "report/drawings.h"
#include "report/output_folder.h"

namespace smartdesk::report {
namespace {

std::uint64_t count_drawings(const training::BenchmarkResult& result) {
  std::uint64_t count = 1;
  for (const auto& task : result.tasks) {
    for (const auto& row : task.algorithms) count += row.ran ? 1 : 0;
  }
  return count;
}

void write_task(const training::TaskResult& task, const std::string& name, OutputFolder& folder, Drawings& drawings) {
  std::vector<Drawing> matrices(task.algorithms.size());
  for (std::size_t i = 0; i < task.algorithms.size(); ++i) {
    const auto& row = task.algorithms[i];
    if (!row.ran) continue;
    const auto start = "reports/" + name + "/" + std::string(models::display_name(row.algorithm));
    folder.write(start + "_report.txt", classification_report(row.metrics, task.labels));
    matrices[i] = drawings.draw(confusion_of(task, i), start + "_cm");
  }
  folder.write(name + ".html", as_html(task_document(task, std::move(matrices))));
  write_predictions(task, folder.path_for("predictions_" + name + ".csv"));
  if (task.model) models::save_model(*task.model, folder.path_for("models/" + name + "_best"));
}

}  // namespace

void write_benchmark(const training::BenchmarkResult& result, const std::string& dir, const Run& run) {
  OutputFolder folder(dir);
  Drawings drawings(folder, run, count_drawings(result));
  const auto document = benchmark_document(result, drawings.draw(f1_chart(result), "benchmark_f1_scores"));
  folder.write("evaluation_report.html", as_html(document));
  folder.write("evaluation_report.md", as_markdown(document));
  const auto names = task_file_names(result);
  for (std::size_t t = 0; t < result.tasks.size(); ++t) write_task(result.tasks[t], names[t], folder, drawings);
  write_results(result, folder.path_for("benchmark_results.csv"));
  write_misclassified(result, folder.path_for("misclassified.csv"));
  write_analyzed(result, folder.path_for("analyzed_tickets.csv"));
  folder.commit();
}

}  // namespace smartdesk::report

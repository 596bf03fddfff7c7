// What a perfect language model is worth behind the local one:
//   cascade_bench TRAIN.csv TEST.csv  ->  one line of JSON: the curve from no call to only calls
// The oracle knows the truth: what is lost is the local model's doing, not the language model's.

#include <fmt/format.h>

#include "core/parallel.h"
#include "labelling/cascade.h"
#include "training/train.h"

namespace smartdesk {
namespace {

int bench(const std::string& train_path, const std::string& test_path) {
  Run run;
  run.threads = hardware_threads();
  const prediction::Predictor predictor(training::train(training::read_dataset({train_path}, run), {}, run).model);
  const auto& model = predictor.model();
  const auto& head = model.heads.at(0);
  const auto test = training::read_dataset({test_path}, run);
  const Taxonomy taxonomy = labelling::taxonomy_of(model, {});
  labelling::LocalAnswers local({&predictor, 1}, taxonomy);
  std::vector<labelling::CascadeRow> rows;
  for (const auto& row : test.rows) {
    const auto truth = head.labels.find(row.labels.at(0));
    if (!truth) continue;
    const auto answer = local.answer("", row.text, row.text);
    rows.push_back({answer.least_probable, {*head.labels.find(answer.labels.labels.at(0))}, {*truth}, {*truth}});
  }
  const auto curve = labelling::cascade_curve(rows, std::vector<int>{head.labels.size()});
  std::string points;
  for (const auto& point : curve.points) {
    points += fmt::format("{}[{:.2f},{:.4f},{:.4f}]", points.empty() ? "" : ",", point.llm_share, point.macro_f1,
                          point.accuracy);
  }
  fmt::print("{{\"rows\":{},\"points\":[{}]}}\n", rows.size(), points);
  return 0;
}

}  // namespace
}  // namespace smartdesk

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  return smartdesk::bench(argv[1], argv[2]);
}

// The label audit's own material, for a comparison on equal probabilities:
//   audit_bench TRAIN.csv OUT.csv    per label in the order of the rows: line, label, suspect (0, 1), score, and a
//   column
//                                    for the cross-validated probability of each label, in the order of their names

#include <fmt/format.h>

#include <span>
#include <string>
#include <vector>

#include "core/parallel.h"
#include "formats/table.h"
#include "training/audit.h"
#include "training/label_errors.h"

namespace smartdesk {
namespace {

void write(const training::Dataset& dataset, const training::HeldOutLabels& held_out, const std::string& path) {
  std::vector<formats::Column> columns{{"line", true}, {"label", false}, {"suspect", true}, {"score", true}};
  for (const auto& name : held_out.labels.names()) columns.push_back({"probability of " + name, true});
  auto table = formats::TableWriter::create(path, columns);
  const auto classes = static_cast<std::size_t>(held_out.labels.size());
  const auto judged = training::judge_labels(held_out.probabilities, held_out.given, held_out.labels.size());
  for (std::size_t i = 0; i < judged.size(); ++i) {
    std::vector<std::string> fields{std::to_string(dataset.rows[held_out.rows[i]].line),
                                    held_out.labels.name(held_out.given[i]), judged[i].is_suspect ? "1" : "0",
                                    fmt::format("{}", judged[i].score)};
    for (const float probability : std::span(held_out.probabilities).subspan(i * classes, classes))
      fields.push_back(fmt::format("{}", probability));
    const std::vector<std::string_view> views(fields.begin(), fields.end());
    table.write(views);
  }
  table.commit();
}

}  // namespace
}  // namespace smartdesk

int main(int argc, char** argv) {
  using namespace smartdesk;
  if (argc != 3) {
    fmt::print(stderr, "usage: audit_bench TRAIN.csv OUT.csv\n");
    return 2;
  }
  Run run;
  run.threads = hardware_threads();
  const auto dataset = training::read_dataset({argv[1]}, run);
  write(dataset, training::hold_out_labels(dataset, 0, {}, run), argv[2]);
  return 0;
}

// What the engine promises beside its labels, measured:
//   honesty_bench unknown TRAIN.csv KNOWN.csv UNKNOWN.csv   AUROC of familiarity, and shares flagged
//   honesty_bench budget TRAIN.csv TEST.csv SHARE           the error budget on 200 fresh calibration/test splits
// One line of JSON each.

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/parallel.h"
#include "core/random.h"
#include "training/dataset.h"
#include "training/train.h"

namespace smartdesk {
namespace {

std::vector<models::Prediction> answers(const models::Model& model, const training::Dataset& dataset) {
  models::ModelScratch scratch;
  std::vector<models::Prediction> predictions, all;
  for (const auto& row : dataset.rows) {
    models::predict(model, row.text, scratch, predictions);
    all.push_back(predictions.at(0));
  }
  return all;
}

double share_flagged(const std::vector<models::Prediction>& answers) {
  const auto flagged = std::count_if(answers.begin(), answers.end(), [](const auto& answer) { return answer.unknown; });
  return static_cast<double>(flagged) / static_cast<double>(answers.size());
}

// The chance that a known text is more familiar than an unknown one.
double auroc(const std::vector<models::Prediction>& known, const std::vector<models::Prediction>& unknown) {
  double higher = 0;
  for (const auto& a : known) {
    for (const auto& b : unknown)
      higher += a.familiarity > b.familiarity ? 1 : a.familiarity == b.familiarity ? 0.5 : 0;
  }
  return higher / static_cast<double>(known.size()) / static_cast<double>(unknown.size());
}

void judge_unknown(const models::Model& model, const training::Dataset& known_rows,
                   const training::Dataset& unknown_rows) {
  const auto known = answers(model, known_rows), unknown = answers(model, unknown_rows);
  fmt::print("{{\"auroc\":{:.4f},\"known_flagged\":{:.4f},\"unknown_flagged\":{:.4f}}}\n", auroc(known, unknown),
             share_flagged(known), share_flagged(unknown));
}

void judge_budget(const models::Model& model, const training::Dataset& test, double budget) {
  const auto& head = model.heads[0];
  const auto predictions = answers(model, test);
  std::vector<models::JudgedRow> rows;
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    rows.push_back({predictions[i].label, predictions[i].probability(),
                    head.labels.find(test.rows[i].labels[0]) == predictions[i].label});
  }
  constexpr int kSplits = 200;
  int kept = 0;
  double coverage = 0, error = 0;
  for (int split = 0; split < kSplits; ++split) {
    Random(static_cast<std::uint64_t>(split)).shuffle(std::span(rows));
    const auto half = std::span(rows).first(rows.size() / 2), other = std::span(rows).subspan(rows.size() / 2);
    const auto rule = models::keep_error_within(budget, half, head.labels.size());
    double answered = 0, wrong = 0;
    for (const auto& row : other) {
      if (row.probability < rule.thresholds[static_cast<std::size_t>(row.predicted)]) continue;
      ++answered;
      wrong += row.right ? 0 : 1;
    }
    const double of_answers = answered > 0 ? wrong / answered : 0;
    kept += of_answers <= budget;
    coverage += answered / static_cast<double>(other.size()) / kSplits;
    error += of_answers / kSplits;
  }
  fmt::print("{{\"budget\":{},\"kept\":{:.3f},\"coverage\":{:.3f},\"error\":{:.4f}}}\n", budget,
             static_cast<double>(kept) / kSplits, coverage, error);
}

}  // namespace
}  // namespace smartdesk

int main(int argc, char** argv) {
  using namespace smartdesk;
  const std::string_view what = argc == 5 ? argv[1] : "";
  if (what != "unknown" && what != "budget") {
    fmt::print(stderr, "usage: honesty_bench unknown TRAIN KNOWN UNKNOWN | budget TRAIN TEST SHARE\n");
    return 2;
  }
  Run run;
  run.threads = hardware_threads();
  const auto model = training::train(training::read_dataset({argv[2]}, run), {}, run).model;
  const auto known = training::read_dataset({argv[3]}, run);
  if (what == "unknown") {
    judge_unknown(model, known, training::read_dataset({argv[4]}, run));
  } else {
    judge_budget(model, known, std::stod(argv[4]));
  }
  return 0;
}

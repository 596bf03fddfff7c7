// What the engine promises beside its labels, measured:
//   honesty_bench unknown TRAIN.csv KNOWN.csv UNKNOWN.csv   AUROC of the unknown score, and shares flagged
//   honesty_bench left-out TRAIN.csv TEST.csv LABELS        the same, with so many labels left out of training in each
//                                                           of five draws, beside the probability alone
//   honesty_bench budget TRAIN.csv TEST.csv SHARE           the error budget on 200 fresh calibration/test splits
// One line of JSON each.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

using Score = double (*)(const models::Prediction&);
double unknown_score(const models::Prediction& answer) { return answer.unknown_score; }
double doubt(const models::Prediction& answer) { return 1 - answer.probability(); }

std::vector<double> sorted(const std::vector<models::Prediction>& answers, Score score) {
  std::vector<double> scores;
  for (const auto& answer : answers) scores.push_back(score(answer));
  std::sort(scores.begin(), scores.end());
  return scores;
}

// The chance that an unknown text scores higher than a known one. Both ascending.
double auroc(const std::vector<double>& known, const std::vector<double>& unknown) {
  double lower = 0;
  for (const double score : unknown) {
    const auto [first, last] = std::equal_range(known.begin(), known.end(), score);
    lower += 0.5 * static_cast<double>((first - known.begin()) + (last - known.begin()));
  }
  return lower / static_cast<double>(known.size()) / static_cast<double>(unknown.size());
}

// The share of unknown texts above a threshold that at most 5 % of the known ones exceed. Both ascending.
double recall_at_5_percent(const std::vector<double>& known, const std::vector<double>& unknown) {
  const double threshold = known[static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(known.size()))) - 1];
  const auto above = unknown.end() - std::upper_bound(unknown.begin(), unknown.end(), threshold);
  return static_cast<double>(above) / static_cast<double>(unknown.size());
}

void judge_unknown(const models::Model& model, const training::Dataset& known_rows,
                   const training::Dataset& unknown_rows) {
  const auto known = answers(model, known_rows), unknown = answers(model, unknown_rows);
  fmt::print("{{\"auroc\":{:.4f},\"known_flagged\":{:.4f},\"unknown_flagged\":{:.4f}}}\n",
             auroc(sorted(known, unknown_score), sorted(unknown, unknown_score)), share_flagged(known),
             share_flagged(unknown));
}

enum class Keep { kThese, kOthers };

training::Dataset rows_with(const training::Dataset& all, const std::set<std::string>& labels, Keep keep) {
  auto kept = all;
  std::erase_if(kept.rows, [&](const training::DatasetRow& row) {
    return labels.contains(row.labels[0]) != (keep == Keep::kThese);
  });
  return kept;
}

struct LeftOut {
  double auroc = 0, recall = 0, probability_auroc = 0, probability_recall = 0, known_flagged = 0, unknown_flagged = 0;
};

void add_draw(const training::Dataset& train, const training::Dataset& test, const std::set<std::string>& left_out,
              const Run& run, LeftOut& sum) {
  const auto model = training::train(rows_with(train, left_out, Keep::kOthers), {}, run).model;
  const auto known = answers(model, rows_with(test, left_out, Keep::kOthers));
  const auto unknown = answers(model, rows_with(test, left_out, Keep::kThese));
  sum.auroc += auroc(sorted(known, unknown_score), sorted(unknown, unknown_score));
  sum.recall += recall_at_5_percent(sorted(known, unknown_score), sorted(unknown, unknown_score));
  sum.probability_auroc += auroc(sorted(known, doubt), sorted(unknown, doubt));
  sum.probability_recall += recall_at_5_percent(sorted(known, doubt), sorted(unknown, doubt));
  sum.known_flagged += share_flagged(known);
  sum.unknown_flagged += share_flagged(unknown);
}

void judge_left_out(const training::Dataset& train, const training::Dataset& test, std::size_t count, const Run& run) {
  constexpr int kDraws = 5;
  LeftOut sum;
  for (int draw = 0; draw < kDraws; ++draw) {
    auto labels = training::labels_of(train, 0).names();
    Random(static_cast<std::uint64_t>(draw)).shuffle(std::span(labels));
    labels.resize(std::min(count, labels.size()));
    add_draw(train, test, {labels.begin(), labels.end()}, run, sum);
  }
  fmt::print(
      "{{\"auroc\":{:.4f},\"recall\":{:.4f},\"probability_auroc\":{:.4f},\"probability_recall\":{:.4f},"
      "\"known_flagged\":{:.4f},\"unknown_flagged\":{:.4f}}}\n",
      sum.auroc / kDraws, sum.recall / kDraws, sum.probability_auroc / kDraws, sum.probability_recall / kDraws,
      sum.known_flagged / kDraws, sum.unknown_flagged / kDraws);
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
  if (what != "unknown" && what != "left-out" && what != "budget") {
    fmt::print(stderr,
               "usage: honesty_bench unknown TRAIN KNOWN UNKNOWN | left-out TRAIN TEST LABELS | budget TRAIN TEST "
               "SHARE\n");
    return 2;
  }
  Run run;
  run.threads = hardware_threads();
  const auto train = training::read_dataset({argv[2]}, run), known = training::read_dataset({argv[3]}, run);
  if (what == "left-out") {
    judge_left_out(train, known, std::stoul(argv[4]), run);
    return 0;
  }
  const auto model = training::train(train, {}, run).model;
  if (what == "unknown") {
    judge_unknown(model, known, training::read_dataset({argv[4]}, run));
  } else {
    judge_budget(model, known, std::stod(argv[4]));
  }
  return 0;
}

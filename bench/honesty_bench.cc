// What the engine promises beside its labels, measured:
//   honesty_bench unknown TRAIN.csv KNOWN.csv UNKNOWN.csv   AUROC of the unknown score, and shares flagged
//   honesty_bench left-out TRAIN.csv TEST.csv LABELS        the same, with so many labels left out of training in each
//                                                           of five draws, beside the probability alone
//   honesty_bench budget TRAIN.csv TEST.csv HALVINGS        error budgets on random halves of the test rows
// One line of JSON each.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <functional>
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

struct Count {
  double answered = 0, wrong = 0;
};

Count count(const std::vector<float>& thresholds, std::span<const models::JudgedRow> rows) {
  Count count;
  for (const auto& row : rows) {
    if (row.probability < thresholds[static_cast<std::size_t>(row.predicted)]) continue;
    ++count.answered;
    count.wrong += row.right ? 0 : 1;
  }
  return count;
}

// Whether the one-sided 95 % Clopper-Pearson lower bound of the error is above the budget.
bool is_broken(const Count& count, double budget) {
  return count.wrong > 0 && boost::math::ibeta_inv(count.wrong, count.answered - count.wrong + 1, 0.05) > budget;
}

// The most rows above one threshold of which at most `budget` are wrong, known only in hindsight.
double best_in_hindsight(std::vector<models::JudgedRow> rows, double budget) {
  std::ranges::sort(rows, std::greater(), &models::JudgedRow::probability);
  double best = 0, wrong = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    wrong += rows[i].right ? 0 : 1;
    const bool ends = i + 1 == rows.size() || rows[i + 1].probability < rows[i].probability;
    if (ends && wrong <= budget * static_cast<double>(i + 1)) best = static_cast<double>(i + 1);
  }
  return best;
}

// What one way to set thresholds did, over all halvings.
struct Outcome {
  int broken = 0;
  double answered = 0;  // sum

  void add(const Count& count, double budget) {
    broken += is_broken(count, budget);
    answered += count.answered;
  }
  std::string text(int halvings) const {
    return fmt::format("{{\"broken\":{},\"answered\":{:.2f}}}", broken, answered / halvings);
  }
};

std::string judged_budget(const models::Head& head, std::vector<models::JudgedRow> rows, double budget, int halvings) {
  const auto model_rule = models::keep_error_within({budget}, head.judged, head.labels.size());
  Outcome by_model, by_half;
  double best = 0;
  for (int halving = 0; halving < halvings; ++halving) {
    Random(static_cast<std::uint64_t>(halving)).shuffle(std::span(rows));
    const auto half = std::span(rows).first(rows.size() / 2), other = std::span(rows).subspan(rows.size() / 2);
    const auto half_rule = models::keep_error_within({budget}, half, head.labels.size());
    by_model.add(count(model_rule.thresholds, other), budget);
    by_half.add(count(half_rule.thresholds, other), budget);
    best += best_in_hindsight({other.begin(), other.end()}, budget);
  }
  return fmt::format("{{\"budget\":{},\"promised\":{},\"best\":{:.2f},\"model\":{},\"half\":{}}}", budget,
                     model_rule.coverage > 0, best / halvings, by_model.text(halvings), by_half.text(halvings));
}

// Mean rows of a half: answered with the model's own thresholds ("model"), with those from the other half ("half"), and
// at best.
void judge_budgets(const models::Model& model, const training::Dataset& test, int halvings) {
  const auto& head = model.heads[0];
  const auto predictions = answers(model, test);
  std::vector<models::JudgedRow> rows;
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    rows.push_back({predictions[i].label, predictions[i].probability(),
                    head.labels.find(test.rows[i].labels[0]) == predictions[i].label});
  }
  std::vector<std::string> budgets;
  for (const double budget : {0.02, 0.05, 0.1}) budgets.push_back(judged_budget(head, rows, budget, halvings));
  fmt::print("{{\"halvings\":{},\"budgets\":[{}]}}\n", halvings, fmt::join(budgets, ","));
}

}  // namespace
}  // namespace smartdesk

int main(int argc, char** argv) {
  using namespace smartdesk;
  const std::string_view what = argc == 5 ? argv[1] : "";
  if (what != "unknown" && what != "left-out" && what != "budget") {
    fmt::print(stderr,
               "usage: honesty_bench unknown TRAIN KNOWN UNKNOWN | left-out TRAIN TEST LABELS | budget TRAIN TEST "
               "HALVINGS\n");
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
    judge_budgets(model, known, std::max(1, std::stoi(argv[4])));
  }
  return 0;
}

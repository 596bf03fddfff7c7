#include "report/samples_for_test.h"

#include <algorithm>

namespace smartdesk::report {
namespace {

constexpr int kClasses = 3;

models::ClassMetrics one_label(const std::vector<std::vector<int>>& confusion, std::size_t label) {
  double predicted = 0, support = 0;
  for (std::size_t i = 0; i < kClasses; ++i) {
    predicted += confusion[i][label];
    support += confusion[label][i];
  }
  const double hits = confusion[label][label];
  return {predicted > 0 ? hits / predicted : 0, support > 0 ? hits / support : 0,
          predicted + support > 0 ? 2 * hits / (predicted + support) : 0, static_cast<int>(support)};
}

models::Metrics metrics_of(const std::vector<ClassIndex>& predicted, const std::vector<ClassIndex>& truth) {
  models::Metrics m;
  m.rows = static_cast<int>(truth.size());
  m.confusion.assign(kClasses, std::vector<int>(kClasses, 0));
  for (std::size_t i = 0; i < truth.size(); ++i) {
    ++m.confusion[static_cast<std::size_t>(truth[i])][static_cast<std::size_t>(predicted[i])];
    m.accuracy += truth[i] == predicted[i] ? 1.0 / m.rows : 0;
  }
  for (std::size_t label = 0; label < kClasses; ++label) {
    m.per_class.push_back(one_label(m.confusion, label));
    const auto& one = m.per_class.back();
    m.macro_f1 += one.f1 / kClasses;
    m.macro_precision += one.precision / kClasses;
    m.macro_recall += one.recall / kClasses;
    m.weighted_f1 += one.f1 * one.support / m.rows;
  }
  m.log_loss = 0.5;
  m.ece = 0.06;
  m.accuracy_interval = {m.accuracy - 0.05, m.accuracy + 0.05};
  m.macro_f1_interval = {m.macro_f1 - 0.06, std::min(1.0, m.macro_f1 + 0.06)};
  return m;
}

// Predictions that are wrong on every `every`-th row.
training::AlgorithmResult sample_algorithm(models::Algorithm algorithm, const std::vector<ClassIndex>& truth,
                                           int every) {
  training::AlgorithmResult row;
  row.algorithm = algorithm;
  row.ran = true;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const bool wrong = static_cast<int>(i) % every == 1;
    const auto predicted = static_cast<ClassIndex>(wrong ? (truth[i] + 1) % kClasses : truth[i]);
    row.predicted.push_back(predicted);
    for (ClassIndex label = 0; label < kClasses; ++label) row.probabilities.push_back(label == predicted ? 0.8F : 0.1F);
  }
  row.metrics = metrics_of(row.predicted, truth);
  row.cv_macro_f1 = row.metrics.macro_f1 - 0.01;
  row.fit_seconds = 1.5;
  row.rows_per_second = 30000;
  row.chosen_c = 0.5;
  return row;
}

}  // namespace

training::TaskResult sample_task(const std::string& name) {
  training::TaskResult task;
  task.task = name;
  task.labels = LabelSet({"High", "Low", "Medium"});
  task.training_rows = 240;
  task.test_rows = 60;
  for (int i = 0; i < 60; ++i) {
    task.test_ids.push_back("T-" + std::to_string(i));
    task.test_lines.push_back(static_cast<std::uint64_t>(i) + 2);
    task.test_texts.push_back(i == 1 ? kHostileText : "The invoice of order " + std::to_string(i) + " is wrong");
    task.truth.push_back(i % kClasses);
  }
  task.baseline = metrics_of(std::vector<ClassIndex>(60, 1), task.truth);
  task.baseline_label = "Low";
  task.algorithms = {sample_algorithm(models::Algorithm::kLogReg, task.truth, 6),
                     sample_algorithm(models::Algorithm::kNaiveBayes, task.truth, 2),
                     sample_algorithm(models::Algorithm::kLinearSvc, task.truth, 7), training::AlgorithmResult{}};
  task.algorithms[0].p_value_against_best = 0.7;
  task.algorithms[1].p_value_against_best = 0.0002;
  task.algorithms[3].algorithm = models::Algorithm::kCatboost;
  task.algorithms[3].status = "unavailable: its Python package is not installed; run script/setup";
  task.best = 2;
  const auto& best = task.algorithms[2];
  for (std::size_t i = 0; i < task.truth.size(); ++i) {
    if (best.predicted[i] == task.truth[i]) continue;
    task.misclassified.push_back(
        {i, models::Algorithm::kLinearSvc, task.truth[i], best.predicted[i], 0.8, {{"invoice", {{4, 11}}, 0.4}}});
  }
  return task;
}

training::BenchmarkResult sample_benchmark() {
  training::BenchmarkResult result;
  result.train_path = "some/folder/tickets.csv";
  result.synthetic_path = "generated.csv";
  result.split_rule = "stratified 80/20 split, seed 42";
  result.tasks = {sample_task("urgency"), sample_task("evaluation_report"), sample_task("cat/egory")};
  result.tasks[1].verdict = {training::Verdict::Kind::kGuessing, "No better than guessing: it has no signal."};
  result.transfer = {{"generated tickets only", 500, {0.5, 0.5, 0.5}, {0.41, 0.42, 0.43}},
                     {"both", 740, {0.6, 0.6, 0.6}, {0.51, 0.52, 0.53}}};
  result.warnings = {"tickets.csv: 2 rows could not be read. The first is line 7: too many fields."};
  return result;
}

const TaskDefinition& usual_task(std::string_view name) { return *find_task(default_taxonomy(), name); }

Overview sample_overview() {
  Overview overview;
  overview.path = "some/folder/tickets.csv";
  overview.tickets = 400;
  overview.first_day = "2026-01-05";
  overview.last_day = "2026-03-29";
  const auto &sentiment = usual_task("sentiment"), &urgency = usual_task("urgency"), &category = usual_task("category");
  overview.tasks = {
      {sentiment, {{"Negative", 200}, {"Positive", 120}, {"Neutral", 80}}},
      {urgency, {{"Low", 160}, {"Medium", 130}, {"High", 110}}},
      {category, {{"Technical Issue", 200}, {"Feature Request", 100}, {"Billing", 84}, {"<b>Other</b>", 16}}}};
  overview.product = {{"Hub", 210}, {"Lamp", 190}};
  overview.crossed = {
      {urgency,
       sentiment,
       {"Low", "Medium", "High"},
       {"Negative", "Positive", "Neutral"},
       {{80, 48, 32}, {65, 39, 26}, {55, 33, 22}}},
      {category,
       urgency,
       {"Technical Issue", "Feature Request", "Billing", "<b>Other</b>"},
       {"Low", "Medium", "High"},
       {{76, 70, 54}, {62, 35, 3}, {14, 20, 50}, {8, 5, 3}}},
      {category,
       sentiment,
       {"Technical Issue", "Feature Request", "Billing", "<b>Other</b>"},
       {"Negative", "Positive", "Neutral"},
       {{100, 60, 40}, {50, 30, 20}, {42, 25, 17}, {8, 5, 3}}},
      {{"product"}, sentiment, {"Hub", "Lamp"}, {"Negative", "Positive", "Neutral"}, {{105, 63, 42}, {95, 57, 38}}}};
  overview.associations = {
      {"sentiment", "urgency", 0, 1}, {"urgency", "category", 0.36, 1e-12}, {"sentiment", "category", 0, 0.9}};
  for (int i = 0; i < 84; ++i) {
    overview.per_day.push_back({"2026-d" + std::to_string(i), 4 + (i / 7 == 6 ? 8 : 0)});
  }
  for (int i = 0; i < 12; ++i) {
    overview.per_week.push_back({"2026-W" + std::to_string(10 + i), i == 6 ? 84 : 28 + i % 2});
  }
  return overview;
}

}  // namespace smartdesk::report

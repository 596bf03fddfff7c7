#include "report/benchmark_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "charts/numbers.h"
#include "report/benchmark_findings.h"
#include "report/benchmark_tables.h"
#include "report/classification_report.h"
#include "report/markup.h"

namespace smartdesk::report {
namespace {

constexpr std::size_t kSampleChars = 140, kSamples = 10, kMistakes = 12;

std::string base_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

std::string sources(const training::BenchmarkResult& result) {
  auto text = "Trained on " + base_name(result.train_path);
  if (!result.synthetic_path.empty()) text += " and generated tickets of " + base_name(result.synthetic_path);
  if (!result.test_path.empty()) text += ", tested on " + base_name(result.test_path);
  return text + " (" + result.split_rule + "). Profile " +
         (result.fitting.profile == training::Profile::kParity ? "parity: the reference's settings."
                                                               : "best: settings chosen by cross-validation.");
}

TextTable winners_table(const training::BenchmarkResult& result) {
  TextTable table{{{"task"},
                   {"best"},
                   {"macro F1 (95 % interval)", true},
                   {"accuracy", true},
                   {"always the commonest: macro F1", true},
                   {"accuracy", true},
                   {"level with the best"}},
                  {},
                  {}};
  for (const auto& task : result.tasks) {
    const auto& best = task.algorithms[task.best];
    std::string tied;
    for (const auto& row : task.algorithms) {
      if (is_tied_with_best(row)) tied += (tied.empty() ? "" : ", ") + std::string(models::display_name(row.algorithm));
    }
    if (task.verdict.kind == training::Verdict::Kind::kGuessing) tied = "guessing";
    if (task.verdict.kind == training::Verdict::Kind::kSingleLabel) tied = "cannot be judged";
    table.rows.push_back({task.task, std::string(models::display_name(best.algorithm)),
                          with_interval(best.metrics.macro_f1, best.metrics.macro_f1_interval),
                          charts::score_text(best.metrics.accuracy), charts::score_text(task.baseline.macro_f1),
                          charts::score_text(task.baseline.accuracy), tied.empty() ? "none" : tied});
  }
  return table;
}

TextTable scores_table(const training::TaskResult& task) {
  TextTable table{{{"algorithm"},
                   {"accuracy", true},
                   {"weighted F1", true},
                   {"macro F1 (95 % interval)", true},
                   {"precision", true},
                   {"recall", true},
                   {"CV macro F1", true},
                   {"log loss", true},
                   {"ECE", true},
                   {"fit, s", true},
                   {"rows/s", true},
                   {"p against best", true},
                   {"status"}},
                  {},
                  {task.best}};
  for (const auto& row : task.algorithms) {
    std::vector<std::string> cells(table.columns.size());
    cells.front() = models::display_name(row.algorithm);
    cells.back() = row.ran ? row.status : row.status.substr(0, row.status.find(':'));  // the reason is a finding
    if (row.ran) {
      const auto& m = row.metrics;
      cells = {cells.front(),
               charts::score_text(m.accuracy),
               charts::score_text(m.weighted_f1),
               with_interval(m.macro_f1, m.macro_f1_interval),
               charts::score_text(m.macro_precision),
               charts::score_text(m.macro_recall),
               charts::score_text(row.cv_macro_f1),
               charts::score_text(m.log_loss),
               charts::score_text(m.ece),
               fmt::format("{:.2f}", row.fit_seconds),
               charts::count_text(static_cast<std::int64_t>(row.rows_per_second)),
               row.p_value_against_best ? p_text(*row.p_value_against_best) : "",
               cells.back()};
    }
    table.rows.push_back(std::move(cells));
  }
  const auto& m = task.baseline;
  table.rows.push_back({"Majority", charts::score_text(m.accuracy), charts::score_text(m.weighted_f1),
                        charts::score_text(m.macro_f1), charts::score_text(m.macro_precision),
                        charts::score_text(m.macro_recall), "", "", "", "", "", "",
                        "always \"" + task.baseline_label + "\""});
  return table;
}

TextTable transfer_table(const training::BenchmarkResult& result) {
  TextTable table{{{"trained on"}, {"rows", true}}, {}, {}};
  for (const auto& task : result.tasks) {
    table.columns.push_back({task.task + ": accuracy", true});
    table.columns.push_back({"macro F1", true});
  }
  for (const auto& row : result.transfer) {
    std::vector<std::string> cells{row.trained_on,
                                   row.rows == 0 ? "" : charts::count_text(static_cast<std::int64_t>(row.rows))};
    for (std::size_t t = 0; t < result.tasks.size(); ++t) {
      cells.push_back(t < row.accuracy.size() ? charts::score_text(row.accuracy[t]) : "");
      cells.push_back(t < row.macro_f1.size() ? charts::score_text(row.macro_f1[t]) : "");
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

// Rows spread evenly over the test set, the same ones every time.
TextTable samples_table(const training::BenchmarkResult& result) {
  TextTable table{{{"ticket"}}, {}, {}};
  for (const auto& task : result.tasks) table.columns.push_back({task.task});
  const auto rows = analyzed_rows(result);
  const auto count = std::min(kSamples, rows.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto& row = rows[i * rows.size() / count];
    std::vector<std::string> cells{excerpt(row.text, kSampleChars)};
    for (const auto& answer : row.answers) {
      if (!answer.tested) {
        cells.push_back("not labelled");
        continue;
      }
      const bool right = answer.truth == answer.predicted;
      cells.push_back(answer.predicted + " (" + charts::percent_text(answer.probability) + ")" +
                      (right ? " ✓" : " ✗ is " + answer.truth));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

// The mistakes with the highest probability, which are the most informative.
TextTable mistakes_table(const training::TaskResult& task) {
  auto wrong = task.misclassified;
  std::stable_sort(wrong.begin(), wrong.end(), [](const training::Misclassified& a, const training::Misclassified& b) {
    return a.probability > b.probability;
  });
  TextTable table{
      {{"id"}, {"ticket"}, {"truth"}, {"predicted"}, {"probability", true}, {"words that decided"}}, {}, {}};
  for (std::size_t i = 0; i < std::min(kMistakes, wrong.size()); ++i) {
    std::string words;
    for (const auto& word : wrong[i].words) words += (words.empty() ? "" : ", ") + word.word;
    table.rows.push_back({excerpt(task.test_ids[wrong[i].test_row], 40),
                          excerpt(task.test_texts[wrong[i].test_row], kSampleChars), task.labels.name(wrong[i].truth),
                          task.labels.name(wrong[i].predicted), charts::percent_text(wrong[i].probability), words});
  }
  return table;
}

void add_transfer(Document& document, const training::BenchmarkResult& result) {
  if (result.transfer.empty()) return;
  document.blocks.push_back(Heading{"Do generated tickets help?"});
  document.blocks.push_back(
      Paragraph{"The same linear classifier, trained on generated tickets, on real ones and on both, always measured "
                "on the same real test rows."});
  document.blocks.push_back(transfer_table(result));
}

void add_reading_guide(Document& document) {
  document.blocks.push_back(Heading{"How to read this"});
  const std::string no_better =
      "\"No better than guessing\": in a permutation test, the winner's predictions dealt to the test rows at random "
      "do "
      "as well in more than 1 % of trials.";
  document.blocks.push_back(Bullets{
      {"Macro F1 is the mean of the labels' F1: a rare label counts as much as a common one.",
       "The winner has the highest macro F1 in cross-validation on the training rows; the test rows only measure it.",
       "Intervals are 95 % bootstrap intervals over test rows; McNemar's exact test compares classifiers row by row.",
       "ECE: how far, on average, the stated probability is from the observed accuracy.", no_better}});
}

}  // namespace

std::vector<std::string> task_file_names(const training::BenchmarkResult& result) {
  std::set<std::string> taken{"evaluation_report"};
  std::vector<std::string> names;
  for (const auto& task : result.tasks) {
    auto name = file_name(task.task);
    while (!taken.insert(name).second) name += "_";
    names.push_back(std::move(name));
  }
  return names;
}

Document benchmark_document(const training::BenchmarkResult& result, Drawing f1_scores) {
  Document document{"Benchmark of ticket classifiers", sources(result), {}};
  for (const auto& task : result.tasks) {
    // That a task cannot be judged is among the warnings.
    if (task.verdict.kind == training::Verdict::Kind::kGuessing || task.verdict.kind == training::Verdict::Kind::kWeak)
      document.blocks.push_back(Caution{findings(task).front()});
  }
  for (const auto& warning : result.warnings) document.blocks.push_back(Caution{warning});
  document.blocks.push_back(winners_table(result));
  document.blocks.push_back(std::move(f1_scores));
  const auto files = task_file_names(result);
  for (std::size_t t = 0; t < result.tasks.size(); ++t) {
    const auto& task = result.tasks[t];
    document.blocks.push_back(Heading{task.task});
    document.blocks.push_back(Bullets{findings(task)});
    document.blocks.push_back(scores_table(task));
    document.blocks.push_back(
        Links{{{"Reports, confusion matrices and mistakes of " + task.task, files[t] + ".html"}}});
  }
  add_transfer(document, result);
  document.blocks.push_back(Heading{"Sample predictions"});
  document.blocks.push_back(samples_table(result));
  add_reading_guide(document);
  document.blocks.push_back(Links{{{"All figures (CSV)", "benchmark_results.csv"},
                                   {"Every test row with its predictions (CSV)", "analyzed_tickets.csv"},
                                   {"Every mistake with the words that decided (CSV)", "misclassified.csv"}}});
  return document;
}

Document task_document(const training::TaskResult& task, std::vector<Drawing> matrices) {
  Document document{
      "Benchmark: " + task.task,
      fmt::format("{} training rows, {} test rows, {} labels",
                  charts::count_text(static_cast<std::int64_t>(task.training_rows)),
                  charts::count_text(static_cast<std::int64_t>(task.test_rows)), task.labels.size()),
      {Links{{{"Back to all tasks", "evaluation_report.html"}}}, Bullets{findings(task)}, scores_table(task)}};
  if (!task.misclassified.empty()) {
    document.blocks.push_back(Heading{fmt::format("Mistakes of {} with the highest probability",
                                                  models::display_name(task.algorithms[task.best].algorithm))});
    document.blocks.push_back(mistakes_table(task));
  }
  for (std::size_t i = 0; i < task.algorithms.size(); ++i) {
    const auto& row = task.algorithms[i];
    if (!row.ran) continue;
    document.blocks.push_back(Heading{std::string(models::display_name(row.algorithm))});
    document.blocks.push_back(std::move(matrices[i]));
    document.blocks.push_back(Verbatim{classification_report(row.metrics, task.labels)});
  }
  return document;
}

}  // namespace smartdesk::report

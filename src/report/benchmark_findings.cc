#include "report/benchmark_findings.h"

#include <fmt/format.h>

#include <algorithm>

#include "charts/font_metrics.h"
#include "charts/numbers.h"

namespace smartdesk::report {
namespace {

constexpr double kLevel = 0.05;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return text;
}

std::string p_equation(double p) { return p < 0.001 ? "p < 0.001" : "p = " + p_text(p); }

std::string winner_sentence(const training::TaskResult& task) {
  const auto& best = task.algorithms[task.best];
  return fmt::format(
      "{} is best on {}: macro F1 {} (95 % interval {:.2f} to {:.2f}) and accuracy {} on {} test rows. Always "
      "predicting \"{}\" reaches macro F1 {} and accuracy {}.",
      models::display_name(best.algorithm), charts::plain_text(task.task), charts::score_text(best.metrics.macro_f1),
      best.metrics.macro_f1_interval.low, best.metrics.macro_f1_interval.high,
      charts::percent_text(best.metrics.accuracy), charts::count_text(static_cast<std::int64_t>(task.test_rows)),
      charts::plain_text(task.baseline_label), charts::score_text(task.baseline.macro_f1),
      charts::percent_text(task.baseline.accuracy));
}

void tell_of_ties(const training::TaskResult& task, std::vector<std::string>& sentences) {
  std::vector<std::string> tied, behind;
  for (const auto& row : task.algorithms) {
    if (!row.p_value_against_best) continue;
    auto& list = is_tied_with_best(row) ? tied : behind;
    list.push_back(fmt::format("{} ({})", models::display_name(row.algorithm), p_equation(*row.p_value_against_best)));
  }
  if (!tied.empty()) {
    sentences.push_back("Not distinguishable from it on these rows (McNemar's test, p ≥ 0.05): " + joined(tied) + ".");
  }
  if (!behind.empty()) sentences.push_back("Significantly different from it (p < 0.05): " + joined(behind) + ".");
}

// A higher score on the test rows than the winner's needs an explanation.
void tell_of_higher_scores(const training::TaskResult& task, std::vector<std::string>& sentences) {
  const auto& best = task.algorithms[task.best];
  const training::AlgorithmResult* highest = &best;
  for (const auto& row : task.algorithms) {
    if (row.ran && row.metrics.macro_f1 > highest->metrics.macro_f1) highest = &row;
  }
  if (highest == &best) return;
  sentences.push_back(fmt::format(
      "{} scored higher on the test rows (macro F1 {}), but the winner is chosen by cross-validation inside the "
      "training rows ({} against {}), because choosing by test rows would overstate the result.",
      models::display_name(highest->algorithm), charts::score_text(highest->metrics.macro_f1),
      charts::score_text(best.cv_macro_f1), charts::score_text(highest->cv_macro_f1)));
}

std::vector<std::string> tasks_with(training::Verdict::Kind kind, const training::BenchmarkResult& result) {
  std::vector<std::string> names;
  for (const auto& task : result.tasks) {
    if (task.verdict.kind == kind) names.push_back(charts::plain_text(task.task));
  }
  return names;
}

}  // namespace

bool is_tied_with_best(const training::AlgorithmResult& row) {
  return row.ran && row.p_value_against_best && *row.p_value_against_best >= kLevel;
}

Confusion commonest_confusion(const models::Metrics& metrics) {
  Confusion most;
  for (std::size_t truth = 0; truth < metrics.confusion.size(); ++truth) {
    for (std::size_t predicted = 0; predicted < metrics.confusion[truth].size(); ++predicted) {
      const int count = metrics.confusion[truth][predicted];
      if (truth != predicted && count > most.count) {
        most = {static_cast<ClassIndex>(truth), static_cast<ClassIndex>(predicted), count};
      }
    }
  }
  return most;
}

std::string p_text(double p) { return p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", p); }

std::string with_interval(double value, const models::Interval& interval) {
  return fmt::format("{:.3f} ({:.2f}–{:.2f})", value, interval.low, interval.high);
}

std::vector<std::string> findings(const training::TaskResult& task) {
  std::vector<std::string> sentences;
  const auto& best = task.algorithms[task.best];
  if (!task.verdict.sentence.empty()) sentences.push_back(charts::plain_text(task.task + ": " + task.verdict.sentence));
  if (task.verdict.kind != training::Verdict::Kind::kSingleLabel) sentences.push_back(winner_sentence(task));
  tell_of_ties(task, sentences);
  tell_of_higher_scores(task, sentences);
  if (const auto confusion = commonest_confusion(best.metrics); confusion.count > 0) {
    const auto rows = best.metrics.per_class[static_cast<std::size_t>(confusion.truth)].support;
    sentences.push_back(fmt::format("Its commonest mistake: {} taken for {}, {} of {} rows.",
                                    charts::plain_text(task.labels.name(confusion.truth)),
                                    charts::plain_text(task.labels.name(confusion.predicted)), confusion.count, rows));
  }
  sentences.push_back(
      fmt::format("Its probabilities differ from the observed accuracy by {:.1f} points on average (ECE {}).",
                  100 * best.metrics.ece, charts::score_text(best.metrics.ece)));
  for (const auto& row : task.algorithms) {
    if (!row.ran)
      sentences.push_back(fmt::format("{} did not run: {}.", models::display_name(row.algorithm), row.status));
  }
  return sentences;
}

std::string headline(const training::BenchmarkResult& result) {
  const auto guessing = tasks_with(training::Verdict::Kind::kGuessing, result);
  if (!guessing.empty()) return "No algorithm beats guessing on " + joined(guessing);
  const auto unjudged = tasks_with(training::Verdict::Kind::kSingleLabel, result);
  if (!unjudged.empty()) return "One label only in the test rows: nothing can be said about " + joined(unjudged);
  std::vector<std::string> wins;
  for (const auto& task : result.tasks) {
    const auto& best = task.algorithms[task.best];
    const auto ties = std::count_if(task.algorithms.begin(), task.algorithms.end(), is_tied_with_best);
    wins.push_back(fmt::format("{} leads on {}{}", models::display_name(best.algorithm), charts::plain_text(task.task),
                               ties == 0 ? "" : fmt::format(" (level with {} more)", ties)));
  }
  return joined(wins);
}

}  // namespace smartdesk::report

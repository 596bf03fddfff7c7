#include "report/benchmark_tables.h"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <tuple>

#include "formats/table.h"
#include "report/markup.h"

namespace smartdesk::report {
namespace {

// One row's fields, set by column name, so that no value can get into the wrong column.
class Row {
 public:
  explicit Row(const std::vector<formats::Column>& columns) : columns_(columns), values_(columns.size()) {}

  void set(std::string_view column, std::string value) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].name != column) continue;
      values_[i] = std::move(value);
      return;
    }
  }
  void score(std::string_view column, double value) { set(column, fmt::format("{:.6f}", value)); }

  void write_to(formats::TableWriter& writer) const {
    const std::vector<std::string_view> fields(values_.begin(), values_.end());
    writer.write(fields);
  }

 private:
  const std::vector<formats::Column>& columns_;
  std::vector<std::string> values_;
};

const std::vector<formats::Column>& result_columns() {
  static const std::vector<formats::Column> columns{
      {"task", false},        {"algorithm", false},      {"accuracy", true},
      {"weighted_f1", true},  {"macro_f1", true},        {"precision", true},
      {"recall", true},       {"log_loss", true},        {"ece", true},
      {"fit_seconds", true},  {"rows_per_second", true}, {"status", false},
      {"cv_macro_f1", true},  {"accuracy_low", true},    {"accuracy_high", true},
      {"macro_f1_low", true}, {"macro_f1_high", true},   {"p_value_against_best", true},
      {"chosen_c", true},     {"best", false},           {"train_rows", true},
      {"test_rows", true}};
  return columns;
}

Row begin_row(const training::TaskResult& task, std::string_view algorithm, const std::string& status) {
  Row row(result_columns());
  row.set("task", task.task);
  row.set("algorithm", std::string(algorithm));
  row.set("status", status);
  row.set("train_rows", std::to_string(task.training_rows));
  row.set("test_rows", std::to_string(task.test_rows));
  return row;
}

void add_label_scores(Row& row, const models::Metrics& metrics) {
  row.score("accuracy", metrics.accuracy);
  row.score("weighted_f1", metrics.weighted_f1);
  row.score("macro_f1", metrics.macro_f1);
  row.score("precision", metrics.macro_precision);
  row.score("recall", metrics.macro_recall);
  row.score("accuracy_low", metrics.accuracy_interval.low);
  row.score("accuracy_high", metrics.accuracy_interval.high);
  row.score("macro_f1_low", metrics.macro_f1_interval.low);
  row.score("macro_f1_high", metrics.macro_f1_interval.high);
}

void write_algorithm(const training::TaskResult& task, std::size_t at, formats::TableWriter& writer) {
  const auto& result = task.algorithms[at];
  auto row = begin_row(task, models::display_name(result.algorithm), result.status);
  if (result.ran) {
    add_label_scores(row, result.metrics);
    row.score("log_loss", result.metrics.log_loss);
    row.score("ece", result.metrics.ece);
    row.set("fit_seconds", fmt::format("{:.3f}", result.fit_seconds));
    row.set("rows_per_second", fmt::format("{:.0f}", result.rows_per_second));
    row.score("cv_macro_f1", result.cv_macro_f1);
    if (result.p_value_against_best)
      row.set("p_value_against_best", fmt::format("{:.6g}", *result.p_value_against_best));
    if (result.chosen_c > 0) row.set("chosen_c", fmt::format("{:g}", result.chosen_c));
    row.set("best", at == task.best ? "yes" : "no");
  }
  row.write_to(writer);
}

std::string joined_words(const std::vector<prediction::DecidingWord>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word.word;
  return text;
}

}  // namespace

void write_results(const training::BenchmarkResult& result, const std::string& path) {
  auto writer = formats::TableWriter::create(path, result_columns());
  for (const auto& task : result.tasks) {
    for (std::size_t i = 0; i < task.algorithms.size(); ++i) write_algorithm(task, i, writer);
    auto row = begin_row(task, "Majority", "baseline: always \"" + task.baseline_label + "\"");
    add_label_scores(row, task.baseline);
    row.write_to(writer);
  }
  writer.commit();
}

void write_misclassified(const training::BenchmarkResult& result, const std::string& path) {
  const std::vector<formats::Column> columns{{"task", false},          {"id", false},         {"text", false},
                                             {"truth", false},         {"prediction", false}, {"probability", true},
                                             {"deciding_words", false}};
  auto writer = formats::TableWriter::create(path, columns);
  for (const auto& task : result.tasks) {
    for (const auto& wrong : task.misclassified) {
      Row row(columns);
      row.set("task", task.task);
      row.set("id", spreadsheet_safe(task.test_ids[wrong.test_row]));
      row.set("text", spreadsheet_safe(task.test_texts[wrong.test_row]));
      row.set("truth", spreadsheet_safe(task.labels.name(wrong.truth)));
      row.set("prediction", spreadsheet_safe(task.labels.name(wrong.predicted)));
      row.set("probability", fmt::format("{:.4f}", wrong.probability));
      row.set("deciding_words", spreadsheet_safe(joined_words(wrong.words)));
      row.write_to(writer);
    }
  }
  writer.commit();
}

void write_predictions(const training::TaskResult& task, const std::string& path) {
  std::vector<formats::Column> columns{{"line", true}, {"label", false}};
  for (const auto& result : task.algorithms) {
    if (!result.ran) continue;
    const auto name = std::string(models::display_name(result.algorithm));
    columns.push_back({"predicted_" + name, false});
    columns.push_back({"probability_" + name, true});
  }
  auto writer = formats::TableWriter::create(path, columns);
  const auto classes = static_cast<std::size_t>(task.labels.size());
  for (std::size_t i = 0; i < task.truth.size(); ++i) {
    std::vector<std::string> values{std::to_string(task.test_lines[i]),
                                    spreadsheet_safe(task.labels.name(task.truth[i]))};
    for (const auto& result : task.algorithms) {
      if (!result.ran) continue;
      const auto predicted = result.predicted[i];
      values.push_back(spreadsheet_safe(task.labels.name(predicted)));
      values.push_back(fmt::format("{}", result.probabilities[i * classes + static_cast<std::size_t>(predicted)]));
    }
    const std::vector<std::string_view> fields(values.begin(), values.end());
    writer.write(fields);
  }
  writer.commit();
}

std::vector<AnalyzedRow> analyzed_rows(const training::BenchmarkResult& result) {
  // A ticket may be tested on several tasks. Among identical tickets, the n-th of one task is the n-th of each other
  // task.
  std::vector<AnalyzedRow> rows;
  std::map<std::tuple<std::string_view, std::string_view, int>, std::size_t> positions;
  for (std::size_t t = 0; t < result.tasks.size(); ++t) {
    const auto& task = result.tasks[t];
    const auto& best = task.algorithms[task.best];
    const auto classes = static_cast<std::size_t>(task.labels.size());
    std::map<std::pair<std::string_view, std::string_view>, int> seen;
    for (std::size_t i = 0; i < task.truth.size(); ++i) {
      const auto& id = task.test_ids[i];
      const auto& text = task.test_texts[i];
      const auto [position, is_new] = positions.try_emplace({id, text, seen[{id, text}]++}, rows.size());
      if (is_new) rows.push_back({id, text, std::vector<AnalyzedRow::Answer>(result.tasks.size())});
      const auto predicted = best.predicted[i];
      rows[position->second].answers[t] = {true, task.labels.name(task.truth[i]), task.labels.name(predicted),
                                           best.probabilities[i * classes + static_cast<std::size_t>(predicted)]};
    }
  }
  return rows;
}

void write_analyzed(const training::BenchmarkResult& result, const std::string& path) {
  std::vector<formats::Column> columns{{"id", false}, {"text", false}};
  for (const auto& task : result.tasks) {
    columns.push_back({task.task, false});
    columns.push_back({"predicted_" + task.task, false});
    columns.push_back({"probability_" + task.task, true});
    columns.push_back({"correct_" + task.task, false});
  }
  auto writer = formats::TableWriter::create(path, columns);
  for (const auto& analyzed : analyzed_rows(result)) {
    Row row(columns);
    row.set("id", spreadsheet_safe(analyzed.id));
    row.set("text", spreadsheet_safe(analyzed.text));
    for (std::size_t t = 0; t < result.tasks.size(); ++t) {
      const auto& answer = analyzed.answers[t];
      if (!answer.tested) continue;
      const auto& task = result.tasks[t].task;
      row.set(task, spreadsheet_safe(answer.truth));
      row.set("predicted_" + task, spreadsheet_safe(answer.predicted));
      row.set("probability_" + task, fmt::format("{:.4f}", answer.probability));
      row.set("correct_" + task, answer.truth == answer.predicted ? "yes" : "no");
    }
    row.write_to(writer);
  }
  writer.commit();
}

}  // namespace smartdesk::report

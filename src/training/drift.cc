#include "training/drift.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "training/drift_answers.h"
#include "training/drift_texts.h"
#include "training/repeats.h"

namespace smartdesk::training {
namespace {

// The rows of a file without repeats.
struct DifferentRows {
  std::vector<const DatasetRow*> rows;
  std::vector<std::string_view> texts;
};

DifferentRows without_repeats(const Dataset& dataset, DriftFile& file, const Run& run) {
  std::vector<std::string_view> texts;
  for (const auto& row : dataset.rows) texts.push_back(row.text);
  const auto repeats = repeats_of(texts, run);
  DifferentRows different;
  std::map<std::size_t, std::size_t> rows_of_group;
  std::vector<std::size_t> first_rows;
  for (std::size_t row = 0; row < texts.size(); ++row) {
    if (++rows_of_group[repeats.of(row)] == 1) first_rows.push_back(row);
  }
  file = {dataset.path, texts.size(), first_rows.size(), dataset.rows.front().line, 1};
  for (const auto row : first_rows) {
    different.rows.push_back(&dataset.rows[row]);
    different.texts.push_back(texts[row]);
    const auto repeated = rows_of_group[repeats.of(row)];
    if (repeated <= file.most_repeated_rows) continue;
    file.most_repeated_rows = repeated;
    file.most_repeated_line = dataset.rows[row].line;
  }
  return different;
}

// How often each label of a column occurs.
struct LabelCounts {
  std::uint64_t labelled = 0;  // rows
  std::map<std::string, std::uint64_t> rows;
};

// By column. The yes-or-no tasks of a column with several labels are that column again.
std::map<std::string, LabelCounts> count_labels(const Dataset& dataset, const DifferentRows& different) {
  std::map<std::string, LabelCounts> columns;
  for (std::size_t task = 0; task < dataset.tasks.size(); ++task) {
    const auto& split_column = dataset.split_column[task];
    const bool is_first = task == 0 || split_column.empty() || dataset.split_column[task - 1] != split_column;
    auto& counts = columns[split_column.empty() ? dataset.tasks[task] : split_column];
    for (const auto* row : different.rows) {
      const auto& label = row->labels[task];
      if (label.empty()) continue;
      if (is_first) ++counts.labelled;
      if (split_column.empty()) {
        ++counts.rows[label];
      } else {
        counts.rows[dataset.tasks[task].substr(member_task(split_column, "").size())] += label == models::kYes ? 1 : 0;
      }
    }
  }
  std::erase_if(columns, [](const auto& column) { return column.second.labelled == 0; });
  return columns;
}

LabelColumnDrift compare_column(const std::string& column, LabelCounts reference, LabelCounts current) {
  LabelColumnDrift drift{column, {}};
  for (const auto& [label, rows] : reference.rows) current.rows.try_emplace(label, 0);
  for (const auto& [label, rows] : current.rows) {
    const models::Share before{reference.rows[label], reference.labelled}, now{rows, current.labelled};
    drift.labels.push_back({label, before, now, DriftTest{models::share_p_value(before, now)}});
  }
  return drift;
}

std::vector<LabelColumnDrift> compare_labels(const std::map<std::string, LabelCounts>& reference,
                                             const std::map<std::string, LabelCounts>& current,
                                             std::vector<std::string>& notes) {
  std::vector<LabelColumnDrift> columns;
  for (const auto& [column, counts] : reference) {
    const auto same = current.find(column);
    if (same != current.end()) {
      columns.push_back(compare_column(column, counts, same->second));
    } else {
      notes.push_back(column + ": only the reference file has labels, so they were not compared.");
    }
  }
  for (const auto& [column, counts] : current) {
    if (!reference.contains(column))
      notes.push_back(column + ": only the current file has labels, so they were not compared.");
  }
  return columns;
}

// The tests that answer one question.
struct Question {
  DriftChange asked;
  std::vector<std::optional<DriftTest>*> tests;
};

std::vector<std::optional<DriftTest>*> tests_of(std::vector<ShareDrift>& shares) {
  std::vector<std::optional<DriftTest>*> tests;
  for (auto& share : shares) tests.push_back(&share.test);
  return tests;
}

void add_questions(TaskDrift& task, std::vector<Question>& questions) {
  Question predicted{{DriftQuestion::kPredictedLabels, task.task}, {}};
  Question unknown{{DriftQuestion::kUnknown, task.task}, {&task.unknown.test}};
  Question error{{DriftQuestion::kExpectedError, task.task}, {&task.expected_error.test}};
  for (auto& label : task.labels) {
    predicted.tests.push_back(&label.predicted.test);
    unknown.tests.push_back(&label.unknown.test);
    error.tests.push_back(&label.expected_error.test);
  }
  questions.insert(questions.end(), {predicted, unknown, error});
}

// Only those with a test.
std::vector<Question> questions_of(Drift& drift) {
  auto& texts = drift.texts;
  std::vector<Question> questions{{{DriftQuestion::kTexts, ""}, {&texts.told_apart.test}},
                                  {{DriftQuestion::kLength, ""}, {&texts.length.test}},
                                  {{DriftQuestion::kLanguages, ""}, tests_of(texts.languages)},
                                  {{DriftQuestion::kWords, ""}, tests_of(texts.words)}};
  for (auto& column : drift.labels)
    questions.push_back({{DriftQuestion::kLabels, column.column}, tests_of(column.labels)});
  for (auto& task : drift.answers) add_questions(task, questions);
  for (auto& question : questions) std::erase_if(question.tests, [](const auto* test) { return !test->has_value(); });
  std::erase_if(questions, [](const Question& question) { return question.tests.empty(); });
  return questions;
}

void adjust(const Question& question, std::size_t questions) {
  std::vector<double> p_values;
  for (const auto* test : question.tests) p_values.push_back((*test)->p_value);
  const auto adjusted = models::holm(p_values);
  for (std::size_t i = 0; i < adjusted.size(); ++i)
    (*question.tests[i])->adjusted = std::min(1.0, adjusted[i] * static_cast<double>(questions));
}

void judge(Drift& drift) {
  const auto questions = questions_of(drift);
  drift.questions = questions.size();
  for (const auto& question : questions) {
    adjust(question, questions.size());
    const bool is_changed = std::any_of(question.tests.begin(), question.tests.end(),
                                        [](const auto* test) { return (*test)->is_change(); });
    if (is_changed) drift.changes.push_back(question.asked);
  }
}

void leave_untested(Drift& drift) {
  for (const auto& question : questions_of(drift)) {
    for (auto* test : question.tests) test->reset();
  }
}

}  // namespace

Drift find_drift(const DriftInput& input, const Run& run) {
  Drift drift;
  const auto reference = without_repeats(input.reference, drift.reference, run);
  const auto current = without_repeats(input.current, drift.current, run);
  drift.is_tested = std::min(drift.reference.texts, drift.current.texts) >= kFewestDriftTexts;
  drift.texts = compare_texts(reference.texts, current.texts, run);
  if (input.model != nullptr) {
    drift.model_version = input.model->model().version;
    drift.answers = compare_answers(*input.model, reference.texts, current.texts, drift.notes, run);
  }
  drift.labels =
      compare_labels(count_labels(input.reference, reference), count_labels(input.current, current), drift.notes);
  if (drift.is_tested) {
    judge(drift);
  } else {
    leave_untested(drift);
  }
  keep_changed_words(drift.texts);
  return drift;
}

}  // namespace smartdesk::training

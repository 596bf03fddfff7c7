// A labelled table held in memory: what training, benchmarking and auditing work on.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/label_set.h"
#include "core/run.h"
#include "formats/table.h"

namespace smartdesk::training {

// Where rows come from and what to read of them.
struct DatasetSource {
  std::string path = {};
  std::string text_column = {};                               // --text; empty: recognised
  std::vector<std::pair<std::string, std::string>> map = {};  // --map ours=theirs
  // Each task with the column that holds its labels; an empty column name is recognised by the task's name. No task at
  // all: the task `label` if there is a column of that name, else those of sentiment, urgency and category that have a
  // column.
  std::vector<std::pair<std::string, std::string>> tasks = {};
  bool may_lack_tasks = false;  // leave out tasks without a column instead of refusing the file
  // The labels of tasks that give a ticket several; a row with another one is refused. Other tasks are split where a
  // row says `a|b`, into the labels that occur.
  std::map<std::string, std::vector<std::string>> members = {};
};

struct DatasetRow {
  std::uint64_t line = 0;
  std::string id, created_at, product, channel, language, split;  // empty where there is no such column
  std::string text;                                               // subject, line break, body
  std::vector<std::string> labels;                                // one per task, empty: not labelled
};

// A column in which a ticket may have several labels, `a|b`, becomes one task per label, answered yes or no.
struct Dataset {
  std::string path;
  std::vector<std::string> tasks;  // of a split column: "column: label"
  std::vector<DatasetRow> rows;
  std::vector<formats::Rejected> rejected;  // the rows that could not be read
  std::vector<std::string> split_column;    // by task: the column that it is one label of; empty or absent: its own
};

// Throws Error{kInvalidInput} naming file and column: no rows, no text column, no column for a task.
Dataset read_dataset(const DatasetSource& source, const Run& run);

std::string member_task(std::string_view column, std::string_view label);

// The labels of a task that occur in the rows.
LabelSet labels_of(const Dataset& dataset, std::size_t task);

// One task's labelled rows, numbered for classifiers.
struct TaskRows {
  std::vector<std::string_view> texts;  // into the dataset
  std::vector<ClassIndex> labels;
  std::vector<std::size_t> rows;            // into Dataset::rows
  std::vector<std::string> unknown_labels;  // of rows left out because `labels` does not know theirs; with repeats
};
TaskRows rows_of(const Dataset& dataset, std::size_t task, const LabelSet& labels);

}  // namespace smartdesk::training

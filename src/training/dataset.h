// A labelled table in memory: the input of training, benchmarking and auditing.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/label_column.h"
#include "core/label_set.h"
#include "core/run.h"
#include "core/taxonomy.h"
#include "formats/table.h"

namespace smartdesk::training {

// The source of the rows and the columns to read.
struct DatasetSource {
  std::string path = {};
  std::string text_column = {};                               // --text; empty: detected
  std::vector<std::pair<std::string, std::string>> map = {};  // --map ours=theirs
  std::string encoding = {};                                  // of the input (text::encoding_name); empty: detected
  // Each task with its label column; for an empty column name, the column is detected by the task's name. Without
  // tasks: the task `label` if there is a column of that name, else those of usual_tasks that have a column.
  std::vector<std::pair<std::string, std::string>> tasks = {};
  bool may_lack_tasks = false;  // skip tasks without a column instead of rejecting the file
  // The labels of a model's multi-label tasks; a row with any other label is an error.
  std::map<std::string, std::vector<std::string>> members = {};
  std::vector<std::string> usual_tasks = task_names(default_taxonomy());
  std::function<void(const formats::TableReader&)> on_read = {};  // called after the last row; may be empty
  // The labels of a model's other tasks: each row has one of them, or a new one.
  std::map<std::string, std::vector<std::string>> known = {};
  std::vector<std::string> like_none = {};         // as in LabelRules
  SeveralLabels several = SeveralLabels::kDetect;  // whether rows may have several labels in a task of neither map
  // The column whose values keep rows together (training/row_groups.h) or divide the figures of an evaluation, by its
  // name or as a field of tickets such as `customer`; empty: none.
  std::string group_column = {};
};

struct DatasetRow {
  std::uint64_t line = 0;
  std::string id, created_at, product, channel, language, split;  // empty if there is no such column
  std::string text;                                               // as in text/ticket_text.h
  std::vector<std::string> labels;                                // one per task, empty: not labelled
  std::string group = {};                                         // value of the group column; empty: none
};

// Labels are read as core/label_column.h says. A multi-label column becomes one task per label, with the labels yes and
// no.
struct Dataset {
  std::string path;
  std::vector<std::string> tasks;  // of a split column: "column: label"
  std::vector<DatasetRow> rows;
  std::vector<formats::Rejected> rejected;  // the unreadable rows
  std::vector<std::string> split_column;    // by task: the multi-label column it was split from; empty or absent: none
  std::vector<LabelNote> notes = {};        // what was decided about labels; each begins with its task
  std::string group_column = {};            // as in DatasetSource
};

// Throws Error{kInvalidInput} naming file and column: no rows, no text column, no column for a task, or one that holds
// nearly as many labels as rows (LabelColumn::looks_like_other_data).
Dataset read_dataset(const DatasetSource& source, const Run& run);

// The same source for another file with the same tasks and labels, such as the test rows of a benchmark.
DatasetSource like(const Dataset& dataset, DatasetSource source);

std::string member_task(std::string_view column, std::string_view label);

// The labels of a task that occur in the rows.
LabelSet labels_of(const Dataset& dataset, std::size_t task);

// The labelled rows of one task, with numeric labels for classifiers.
struct TaskRows {
  std::vector<std::string_view> texts;  // into the dataset
  std::vector<ClassIndex> labels;
  std::vector<std::size_t> rows;            // into Dataset::rows
  std::vector<std::string> unknown_labels;  // of omitted rows, whose label is not in `labels`; with repeats
};
TaskRows rows_of(const Dataset& dataset, std::size_t task, const LabelSet& labels);

}  // namespace smartdesk::training

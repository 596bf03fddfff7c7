// Statistics of a table of labelled tickets: the numbers behind charts and insights.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/taxonomy.h"
#include "training/dataset.h"

namespace smartdesk::report {

struct Count {
  std::string name;
  std::int64_t tickets = 0;
};

// A task with its labels, largest first; no counts if the table has no such column.
struct TaskCounts {
  TaskDefinition task;
  std::vector<Count> counts;
};

// Tickets by two fields. A field that is no task, such as product, is a task without labels here.
struct CrossTable {
  TaskDefinition row_task, column_task;
  std::vector<std::string> rows, columns;          // most tickets first; empty: no ticket has both
  std::vector<std::vector<std::int64_t>> tickets;  // [row][column]
};

// Association of two fields: 0 none, 1 one determines the other.
struct Association {
  std::string first, second;
  double cramers_v = 0;  // bias-corrected (Bergsma 2013)
  double p_value = 1;    // chi-squared test of independence
};

struct Overview {
  std::string path;
  std::int64_t tickets = 0;
  std::string first_day, last_day;                // ISO dates; empty without readable dates
  std::vector<TaskCounts> tasks;                  // the taxonomy's, in its order, then other tasks of the table
  std::vector<Count> product, channel, language;  // largest first; empty without column
  // Each task against each one that has bad news: an ordered one across before others, and down if both have bad news.
  // Then product against the first one without an order.
  std::vector<CrossTable> crossed;
  std::vector<Association> associations;  // every pair of tasks, product and channel
  std::vector<Count> per_day;             // every day from first to last, zeros included
  std::vector<Count> per_week;            // complete ISO weeks within the range
};

// Rows without a label for a task are not counted for that task. Tasks of the table that the taxonomy lacks count as
// tasks without order or tones; columns of several labels are left out. Throws Error{kInvalidInput} if there are no
// rows.
Overview survey(const training::Dataset& dataset, const Taxonomy& taxonomy);

}  // namespace smartdesk::report

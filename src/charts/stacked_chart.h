// The shares of one field's labels within each label of another: one bar of 100 % per label.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "charts/chart.h"
#include "core/taxonomy.h"

namespace smartdesk::charts {

struct StackedSpec {
  std::string name, title, subtitle;
  TaskDefinition row_task, column_task;            // decide order and colours, see field_order.h
  std::vector<std::string> rows, columns;          // any order; at most 8 columns have their own colour
  std::vector<std::vector<std::int64_t>> tickets;  // [row][column]
};

Chart stacked_chart(const StackedSpec& spec);

}  // namespace smartdesk::charts

// The shares of one field's labels within each label of another: one bar of 100 % per label.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "charts/chart.h"

namespace smartdesk::charts {

struct StackedSpec {
  std::string name, title, subtitle;
  std::string row_field, column_field;
  std::vector<std::string> rows, columns;          // any order; at most 8 columns have their own colour
  std::vector<std::vector<std::int64_t>> tickets;  // [row][column]
};

Chart stacked_chart(const StackedSpec& spec);

}  // namespace smartdesk::charts

// The distribution of tickets over the labels of one field: one bar per label.

#pragma once

#include <string>
#include <vector>

#include "charts/chart.h"
#include "charts/field_order.h"

namespace smartdesk::charts {

struct DistributionSpec {
  std::string name, title, subtitle;
  TaskDefinition task;    // decides order and colours, see field_order.h
  std::vector<Bar> bars;  // shares refer to their sum; of more than 15, the rarest become "n others"
};

Chart distribution_chart(const DistributionSpec& spec);

}  // namespace smartdesk::charts

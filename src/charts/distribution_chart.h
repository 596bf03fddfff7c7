// How tickets spread over the labels of one field: a bar a label.

#pragma once

#include <string>
#include <vector>

#include "charts/chart.h"
#include "charts/field_order.h"

namespace smartdesk::charts {

struct DistributionSpec {
  std::string name, title, subtitle;
  std::string field;      // decides order and colours, see field_order.h
  std::vector<Bar> bars;  // shares are of their sum; beyond 15 the rarest become "n others"
};

Chart distribution_chart(const DistributionSpec& spec);

}  // namespace smartdesk::charts

// Tickets over time: one bar per day or week.

#pragma once

#include <string>
#include <vector>

#include "charts/chart.h"
#include "charts/field_order.h"

namespace smartdesk::charts {

struct TimeSpec {
  std::string name, title, subtitle;
  std::string unit;          // "day" or "week"
  std::vector<Bar> periods;  // without gaps; the name is the period's date
};

Chart time_chart(const TimeSpec& spec);

}  // namespace smartdesk::charts

// Parts of a whole: a ring of at most eight slices, each labelled with name and share.

#pragma once

#include <string>
#include <vector>

#include "charts/chart.h"
#include "charts/field_order.h"

namespace smartdesk::charts {

struct PieSpec {
  std::string name, title, subtitle;
  std::vector<Bar> slices;  // of more than eight, the rarest become "n others"
};

Chart pie_chart(const PieSpec& spec);

}  // namespace smartdesk::charts

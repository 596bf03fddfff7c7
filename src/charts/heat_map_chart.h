// Tables of numbers as shades: confusion matrices and associations between fields.

#pragma once

#include <string>
#include <vector>

#include "charts/chart.h"

namespace smartdesk::charts {

struct ConfusionSpec {
  std::string name, title, subtitle;
  std::vector<std::string> labels;
  std::vector<std::vector<int>> counts;  // [truth][predicted]
};

// The shade of a cell is its share of the row's truth. Large enough cells print count and share.
Chart confusion_chart(const ConfusionSpec& spec);

struct AssociationCell {
  std::string first, second;
  double strength = 0;  // 0 to 1
  bool beyond_chance = false;
};

struct AssociationSpec {
  std::string name, title, subtitle;
  std::vector<AssociationCell> cells;  // each pair of fields once; not empty
};

// Every pair of fields once.
Chart association_chart(const AssociationSpec& spec);

}  // namespace smartdesk::charts

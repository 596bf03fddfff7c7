// A summary in one picture: key figures, the main distributions and the main findings.

#pragma once

#include <string>
#include <variant>
#include <vector>

#include "charts/chart.h"
#include "charts/distribution_chart.h"
#include "charts/stacked_chart.h"
#include "charts/time_chart.h"

namespace smartdesk::charts {

struct KeyFigure {
  std::string figure;   // "1,130"
  std::string caption;  // "tickets"
};

// A panel of sentences; it shows as many as fit.
struct Statements {
  std::string title;
  std::vector<std::string> sentences;
};

struct SummarySpec {
  std::string name, title, subtitle;
  std::vector<KeyFigure> figures;                                                         // at most 6 are shown
  std::vector<std::variant<DistributionSpec, StackedSpec, TimeSpec, Statements>> panels;  // the first 6 are shown
};

// 1600 × 1000 pixels, or 1600 × 660 if one row of panels is enough.
Chart summary_chart(const SummarySpec& spec);

}  // namespace smartdesk::charts

// The charts of an overview. Each title states the chart's finding.

#pragma once

#include <string>
#include <vector>

#include "charts/chart.h"
#include "report/insights.h"
#include "report/overview.h"

namespace smartdesk::report {

struct OverviewCharts {
  charts::Chart summary;
  std::vector<charts::Chart> charts;
  std::vector<std::string> left_out;  // a sentence for each chart without data
};

OverviewCharts overview_charts(const Overview& overview, const Insights& insights);

// "2026-01-05 to 2026-03-29", empty without days.
std::string period_of(const Overview& overview);

// The figures at the top of the summary and the report.
std::vector<std::pair<std::string, std::string>> key_figures(const Overview& overview);

}  // namespace smartdesk::report

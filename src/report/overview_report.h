// The report on a table of tickets: charts, what stands out, one page to send.

#pragma once

#include <string>

#include "core/run.h"
#include "report/overview.h"

namespace smartdesk::report {

// Writes report.html (self-contained), report.md, executive_summary, sentiment_distribution, urgency_distribution,
// category_distribution, urgency_by_sentiment, product_share, associations and volume (each .svg and .png) into the
// folder `dir`; charts that the table has nothing for are left out and the report says so. All files appear, or none.
// Throws Error{kFailed} where it cannot write, Error{kInterrupted}. Cost: about 2 s.
void write_overview(const Overview& overview, const std::string& dir, const Run& run);

}  // namespace smartdesk::report

// Writes the report on a table of tickets: charts and insights on one page.

#pragma once

#include <string>

#include "core/run.h"
#include "report/overview.h"

namespace smartdesk::report {

// Writes report.html (self-contained), report.md, executive_summary, sentiment_distribution, urgency_distribution,
// category_distribution, urgency_by_sentiment, product_share, associations and volume (each .svg and .png) into the
// folder `dir`. Charts without data are omitted, and the report says so. Writes all files or none. Throws
// Error{kFailed} if it cannot write, Error{kInterrupted}. Cost: about 2 s.
void write_overview(const Overview& overview, const std::string& dir, const Run& run);

}  // namespace smartdesk::report

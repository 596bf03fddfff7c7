// Formats numbers for charts and reports.

#pragma once

#include <cstdint>
#include <string>

namespace smartdesk::charts {

// "1,130".
std::string count_text(std::int64_t count);

// share 0.314 is "31 %", 0.0314 is "3.1 %"; a no-break space before the sign.
std::string percent_text(double share);

// "0.812": three decimals.
std::string score_text(double score);

// part / whole; 0 if the whole is 0.
double share_of(std::int64_t part, std::int64_t whole);

}  // namespace smartdesk::charts

// What stands out in a table of tickets: sentences that each follow from numbers and are more than chance.

#pragma once

#include <string>
#include <vector>

#include "report/overview.h"

namespace smartdesk::report {

struct Insight {
  std::string text;
  double p_value = 1;  // adjusted for everything that was looked at; 0 for plain facts
};

struct Insights {
  std::vector<Insight> found;  // the most telling first, at most 8
  int comparisons = 0;         // that were looked at
  std::string conclusion;      // one sentence: how it was judged, or that nothing stands out
};

// Looks at every label of category, product and sentiment against High urgency and Negative sentiment (or whatever
// labels there are), at weeks, and at fields that hardly vary. A difference is told if Holm's correction over all
// comparisons leaves it below 5 % and it is at least 1.25 times or at most 0.6 times the share of all tickets. Under 20
// tickets it says "small numbers". Cost: one pass over the overview's tables.
Insights find_insights(const Overview& overview);

}  // namespace smartdesk::report

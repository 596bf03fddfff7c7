// Finds statistically significant facts in a table of tickets and states them as sentences.

#pragma once

#include <string>
#include <vector>

#include "report/overview.h"

namespace smartdesk::report {

struct Insight {
  std::string text;
  double p_value = 1;  // adjusted for all comparisons; 0 for plain facts
};

struct Insights {
  std::vector<Insight> found;  // most important first, at most 8
  int comparisons = 0;         // number of comparisons tested
  std::string conclusion;      // one sentence: the method, or that nothing stands out
};

// Compares the labels of each of the overview's cross tables with those that are bad news: categories with High
// urgency, categories, products and urgencies with Negative sentiment (or with all labels if these do not occur). Looks
// for unusual weeks and for fields that hardly vary. Reports a difference if its p-value after Holm's correction is
// below 5 % and it is at least 1.25 times or at most 0.6 times the share of all tickets. Marks fewer than 20 tickets as
// "small numbers". Cost: one pass over the overview's tables.
Insights find_insights(const Overview& overview);

}  // namespace smartdesk::report

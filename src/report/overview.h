// Statistics of a table of labelled tickets: the numbers behind charts and insights.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "training/dataset.h"

namespace smartdesk::report {

struct Count {
  std::string name;
  std::int64_t tickets = 0;
};

struct CrossTable {
  std::string row_field, column_field;
  std::vector<std::string> rows, columns;
  std::vector<std::vector<std::int64_t>> tickets;  // [row][column]
};

// Association of two fields: 0 none, 1 one determines the other.
struct Association {
  std::string first, second;
  double cramers_v = 0;  // bias-corrected (Bergsma 2013)
  double p_value = 1;    // chi-squared test of independence
};

struct Overview {
  std::string path;
  std::int64_t tickets = 0;
  std::string first_day, last_day;  // ISO dates; empty without readable dates
  std::vector<Count> sentiment, urgency, category, product, channel, language;  // largest first; empty without column
  CrossTable urgency_by_sentiment, category_by_urgency, product_by_sentiment, category_by_sentiment;
  std::vector<Association> associations;  // every pair of sentiment, urgency, category, product, channel
  std::vector<Count> per_day;             // every day from first to last, zeros included
  std::vector<Count> per_week;            // complete ISO weeks within the range
};

// Rows without a label for a task are not counted for that task. Throws Error{kInvalidInput} if there are no rows.
Overview survey(const training::Dataset& dataset);

}  // namespace smartdesk::report

// Counts by day and over the tickets of a period. Exact, however far the indexes lag; fast where they do not.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string_view>
#include <vector>

#include "store/ticket_store.h"

namespace smartdesk::store {

std::vector<DayCount> days_of(const SQLite::Database& database);

Tally tally_of(const SQLite::Database& database, const TicketFilter::CreatedTest& period, std::string_view row_task,
               std::string_view column_task);

}  // namespace smartdesk::store

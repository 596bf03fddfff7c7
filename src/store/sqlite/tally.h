// Counts per day and per period. Exact even if the indexes lag, but then slower.

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

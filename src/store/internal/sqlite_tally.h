// Counts over the tickets of a period.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string_view>

#include "store/ticket_store.h"

namespace smartdesk {

Tally tally_of(const SQLite::Database& database, const TicketFilter::CreatedTest& period, std::string_view row_task,
               std::string_view column_task);

}  // namespace smartdesk

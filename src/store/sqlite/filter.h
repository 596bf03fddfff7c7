// Filters as SQL on the tables of schema.h. All values are bound, never concatenated.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <vector>

#include "store/ticket_store.h"

namespace smartdesk::store {

// At most `limit` matching ids in this order, after `beyond` ({}: from the start).
std::vector<TicketId> passing_ids(const SQLite::Database& database, const TicketFilter& filter, Order order,
                                  TicketId beyond, std::size_t limit);

std::uint64_t count_passing(const SQLite::Database& database, const TicketFilter& filter, std::uint64_t at_most);

}  // namespace smartdesk::store

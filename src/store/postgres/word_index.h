// The indexes that lag behind imports: words (ticket_words: the customer, the subject, and the body or the messages, as
// text/search_words.h cuts them) and facets (products, days).

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/postgres/connection.h"
#include "store/ticket_filter.h"

namespace smartdesk::store {

// The last indexed ticket. Locks indexing until the transaction ends.
std::int64_t indexed_up_to(PgConnection& connection);

// Indexes at most `tickets` more tickets, in the caller's transaction.
void index_more(PgConnection& connection, std::uint64_t tickets);

// Indexes those of these tickets (an array of ids) anew that were indexed before, in the caller's transaction.
void index_again(PgConnection& connection, const PgValue& ids);

// A tsquery that matches the words of tickets which pass all phrases.
std::string tsquery_of(const std::vector<TicketFilter::PhraseTest>& phrases);

}  // namespace smartdesk::store

// Tickets as JSON, as in the API (docs/api.md).

#pragma once

#include <boost/json.hpp>

#include <cstddef>
#include <span>
#include <vector>

#include "store/ticket_store.h"

namespace smartdesk::store {

// Maximum bytes of the body in lists, cut between characters.
inline constexpr std::size_t kBodyInLists = 300;

// Sets a member for each field of the content, in order: texts, except that `custom` is the JSON object that it holds;
// it is left out if it holds none.
void add_content(boost::json::object& object, const NewTicket& ticket);

// {"id","role","private","author","address","created_at","channel","text","own_text"}; own_text as in text/own_text.h.
boost::json::object message_json(const Message& message);

// The conversation of a ticket, whose messages are given. A ticket without messages is its body as the one message of
// its customer.
boost::json::array conversation_json(const NewTicket& ticket, std::span<const Message> messages);

boost::json::object row_json(const ListedTicket& listed);

// The whole ticket with its conversation and its history.
boost::json::object ticket_json(const ListedTicket& listed, std::span<const Message> messages,
                                const std::vector<LabelEntry>& history);

boost::json::object history_json(const LabelEntry& entry);

}  // namespace smartdesk::store

// Tickets over HTTP: list, read, add, label, erase (docs/api.md).

#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string_view>
#include <vector>

#include "http/router.h"
#include "server/workshop.h"

namespace smartdesk::server {

// Called after a change to a ticket: "ticket.created" or "ticket.labelled", with its row as in docs/api.md. May be
// empty.
using TicketListener = std::function<void(std::string_view what, const boost::json::object& row)>;

// workshop must outlive the router.
void add_ticket_routes(http::Router& router, Workshop& workshop, const TicketListener& listener);

// Adds the tickets (created_on is derived from created_at), indexes their words, classifies them, and calls the
// listener.
store::AddResult take_in(Workshop& workshop, std::vector<NewTicket> tickets, const TicketListener& listener);

}  // namespace smartdesk::server

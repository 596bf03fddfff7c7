// Tickets: lists, one, new ones, a person's word on them, forgetting (docs/api.md).

#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string_view>
#include <vector>

#include "http/router.h"
#include "server/workshop.h"

namespace smartdesk::server {

// Hears what has happened to tickets: "ticket.created", "ticket.labelled", with a row of docs/api.md. May be empty.
using TicketListener = std::function<void(std::string_view what, const boost::json::object& row)>;

// workshop outlives the router.
void add_ticket_routes(http::Router& router, Workshop& workshop, const TicketListener& listener);

// Adds them (created_on is told by created_at), finds them by their words, lets the model answer them, and tells the
// listener.
store::AddResult take_in(Workshop& workshop, std::vector<NewTicket> tickets, const TicketListener& listener);

}  // namespace smartdesk::server

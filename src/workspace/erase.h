// Erases tickets, and lists the models that learned from them.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/run.h"
#include "store/ticket_store.h"
#include "workspace/customer.h"
#include "workspace/model_registry.h"

namespace smartdesk::workspace {

struct Erasure {
  std::uint64_t erased = 0;         // tickets
  std::uint64_t messages = 0;       // of the customer, in tickets of other customers
  std::vector<std::string> models;  // versions that learned from one of them: train again, then delete these
};

// The tickets are erased from the store and from the disk when this returns.
Erasure erase_tickets(store::TicketStore& store, std::span<const store::TicketId> tickets,
                      const ModelRegistry& registry);

// Erases the customer's own tickets, and their messages in tickets of other customers (store/ticket_store.h says what
// goes with a message). Tickets that only mention the customer stay: so does what others quoted. `theirs.own` may hold
// further tickets to erase.
Erasure erase_customer(store::TicketStore& store, const Customer& customer, const CustomerTickets& theirs,
                       const ModelRegistry& registry);

// The IDs of all tickets that match the filter.
std::vector<store::TicketId> ids_passing(const store::TicketStore& store, const store::TicketFilter& filter,
                                         const Run& run);

// Matches tickets created more than this many days before today (UTC), except those without a readable day.
store::TicketFilter older_than(int days);

}  // namespace smartdesk::workspace

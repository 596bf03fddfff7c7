// Forgetting tickets, and saying what may still remember them.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/run.h"
#include "store/ticket_store.h"
#include "workspace/model_registry.h"

namespace smartdesk::workspace {

struct Erasure {
  std::uint64_t erased = 0;
  std::vector<std::string> models;  // versions that learned from one of them: train again, then delete these
};

// Gone from the store and from the disk once this returns.
Erasure erase_tickets(store::TicketStore& store, std::span<const store::TicketId> tickets,
                      const ModelRegistry& registry);

// Of all tickets that pass.
std::vector<store::TicketId> ids_passing(const store::TicketStore& store, const store::TicketFilter& filter,
                                         const Run& run);

// Of tickets created more than this many days before today (UTC). Tickets whose day cannot be read are not among them.
store::TicketFilter older_than(int days);

}  // namespace smartdesk::workspace

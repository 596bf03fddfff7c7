// Erases tickets, and lists the models that learned from them.

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

// The tickets are erased from the store and from the disk when this returns.
Erasure erase_tickets(store::TicketStore& store, std::span<const store::TicketId> tickets,
                      const ModelRegistry& registry);

// The IDs of all tickets that match the filter.
std::vector<store::TicketId> ids_passing(const store::TicketStore& store, const store::TicketFilter& filter,
                                         const Run& run);

// Matches tickets created more than this many days before today (UTC), except those without a readable day.
store::TicketFilter older_than(int days);

}  // namespace smartdesk::workspace

// The workspace's tickets answered by its own model: those that nobody has answered for.

#pragma once

#include <cstdint>
#include <span>

#include "core/run.h"
#include "features/embedder.h"
#include "models/model.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

struct PredictWorkspaceResult {
  std::uint64_t tickets = 0;  // looked at
  std::uint64_t labels = 0;   // appended to histories
};

// Per task: where no label stands, or another answer of a trained model does, the model's answer with its probability.
// What people, rules and the language model said is left alone, and so are tickets unlike those trained on. Some
// hundred tickets at a time are in the store wholly or not at all; again does nothing more.
PredictWorkspaceResult predict_workspace(const models::Model& model, store::TicketStore& store,
                                         features::Embedder* embedder, const Run& run);

// The same of these tickets alone.
PredictWorkspaceResult predict_tickets(const models::Model& model, store::TicketStore& store,
                                       features::Embedder* embedder, std::span<const store::TicketId> tickets);

}  // namespace smartdesk::workspace

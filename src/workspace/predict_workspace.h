// Labels the workspace's tickets that have no other label with its own model.

#pragma once

#include <cstdint>
#include <span>

#include "core/run.h"
#include "prediction/predictor.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

struct PredictWorkspaceResult {
  std::uint64_t tickets = 0;  // processed
  std::uint64_t labels = 0;   // appended to histories
};

// Per task: adds the model's answer with its probability if the ticket has no label, or a different one from a trained
// model. Keeps labels by people, rules and the language model. Skips tickets unlike those trained on. Stores some
// hundred tickets at a time, atomically. Idempotent.
PredictWorkspaceResult predict_workspace(const prediction::Predictor& predictor, store::TicketStore& store,
                                         const Run& run);

// The same for these tickets only.
PredictWorkspaceResult predict_tickets(const prediction::Predictor& predictor, store::TicketStore& store,
                                       std::span<const store::TicketId> tickets);

}  // namespace smartdesk::workspace

// The workspace's tickets labelled by a language model: those that nobody has labelled yet.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/run.h"
#include "labelling/ticket_labeller.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

struct LabelWorkspaceOptions {
  std::uint64_t limit = 0;  // at most so many tickets; 0: all
  int concurrency = 2;
  std::string who;  // the model's name, for the history
};

struct LabelWorkspaceResult {
  std::uint64_t tickets = 0, labelled = 0, cached = 0, failed = 0, suspected = 0;
  std::map<std::string, std::uint64_t> failures;  // by kind
};

// Tickets that lack a label for one of the taxonomy's tasks get those that they lack. Answers are in the store some
// dozens at a time, and in the cache at once: what was cut off goes on where it was. Throws Error{kUnavailable} once
// the server is gone.
LabelWorkspaceResult label_workspace(labelling::TicketLabeller& labeller, store::TicketStore& store,
                                     const LabelWorkspaceOptions& options, const Run& run);

}  // namespace smartdesk::workspace

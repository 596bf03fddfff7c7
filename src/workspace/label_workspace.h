// Labels the workspace's unlabelled tickets with a language model.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/run.h"
#include "labelling/ticket_labeller.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

struct LabelWorkspaceOptions {
  std::uint64_t limit = 0;  // maximum number of tickets; 0: all
  int concurrency = 2;
  std::string who;  // the model's name, for the history
};

struct LabelWorkspaceResult {
  std::uint64_t tickets = 0, labelled = 0, cached = 0, failed = 0, suspected = 0;
  std::map<std::string, std::uint64_t> failures;  // by kind
};

// Adds the missing labels of the taxonomy's tasks to each ticket. Answers reach the cache immediately and the store in
// batches of some dozens, so an interrupted run can be continued. Throws Error{kUnavailable} once the server is given
// up.
LabelWorkspaceResult label_workspace(labelling::TicketLabeller& labeller, store::TicketStore& store,
                                     const LabelWorkspaceOptions& options, const Run& run);

}  // namespace smartdesk::workspace

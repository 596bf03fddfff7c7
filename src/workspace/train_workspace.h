// Training on what the workspace knows: a new version stands beside the old ones, and takes the champion's place only
// if it is better on tickets that neither has seen.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/run.h"
#include "store/ticket_store.h"
#include "training/dataset.h"
#include "training/train.h"
#include "workspace/model_registry.h"

namespace smartdesk::workspace {

// The tickets that somebody labelled: people, rules and the language model, but not trained models, which would learn
// from themselves. tasks: empty for all that have two labels or more. Throws Error{kInvalidInput} if there are none.
training::Dataset labelled_tickets(const store::TicketStore& store, const std::vector<std::string>& tasks,
                                   const Run& run);

// One ticket in ten, by its number, is never trained on: versions are compared on these.
bool is_held_out(store::TicketId id);

struct WorkspaceTraining {
  std::string version, path;            // of the new model
  std::optional<std::string> champion;  // the version that stood before
  std::optional<Contest> contest;       // empty without a champion, or where nothing is held out yet
  bool promoted = false;
  std::string why;  // one sentence
  std::uint64_t rows = 0;
  std::vector<std::string> warnings;
};

struct WorkspaceTrainOptions {
  training::TrainOptions train;
  std::vector<std::string> tasks;
  bool promote = false;  // whatever the contest says
};

WorkspaceTraining train_workspace(const store::TicketStore& store, ModelRegistry& registry,
                                  const WorkspaceTrainOptions& options, const Run& run);

}  // namespace smartdesk::workspace

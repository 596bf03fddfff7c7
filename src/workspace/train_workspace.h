// Trains a new model version on the workspace's labels. The version becomes the champion only if it is better on
// tickets that neither has seen.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/run.h"
#include "prediction/predictor.h"
#include "store/ticket_store.h"
#include "training/dataset.h"
#include "training/train.h"
#include "workspace/model_registry.h"

namespace smartdesk::workspace {

// The tickets with labels by people, rules and the language model. Labels by trained models are excluded, because a
// model would learn from itself. tasks: empty for all with at least two labels. Throws Error{kInvalidInput} if there
// are none, or as training::read_dataset() does.
training::Dataset labelled_tickets(const store::TicketStore& store, const std::vector<std::string>& tasks,
                                   const Run& run, SeveralLabels several = SeveralLabels::kDetect);

// One ticket in ten, chosen by its number. Where tickets have no dates, these are never used for training, and versions
// are compared on them.
bool is_held_out(store::TicketId id);

// The labelled tickets of a workspace in two parts.
struct HeldOut {
  training::Dataset training, comparison;
  std::string from;  // the day from which on tickets are held out; empty: is_held_out() chose them
};

// If at least nine of ten tickets have a date, the latest tenth is held out, with all tickets of its first day, unless
// that are more than three of ten; else those of is_held_out(). The comparison leaves out tickets that the champion may
// have been trained on, and texts that repeat a training ticket or each other (training/repeats.h). champion: null if
// there is none. Its first day held out is never passed by an earlier one, so that it stays unseen.
HeldOut held_out_of(const training::Dataset& all, const ModelRecord* champion, const Run& run);

struct WorkspaceTraining {
  std::string version, path;            // of the new model
  std::optional<std::string> champion;  // the champion before the training
  std::optional<Contest> contest;       // empty without a champion or without held-out tickets
  bool promoted = false;
  std::string why;  // one or two sentences
  std::uint64_t rows = 0;
  std::vector<std::string> warnings;
};

struct WorkspaceTrainOptions {
  training::TrainOptions train;
  std::vector<std::string> tasks;
  bool promote = false;                            // regardless of the contest
  prediction::EmbedderSource embedders = {};       // for a champion that reads embeddings
  SeveralLabels several = SeveralLabels::kDetect;  // whether a ticket may have several labels of a task
};

// A champion whose embedder is not available takes part in no contest; the result's `why` says so. Equal labelled
// tickets and options give an equal model: it stays as it was stored first, with its record, and `why` says that it is
// there already. It is promoted only if that is requested.
WorkspaceTraining train_workspace(const store::TicketStore& store, ModelRegistry& registry,
                                  const WorkspaceTrainOptions& options, const Run& run);

}  // namespace smartdesk::workspace

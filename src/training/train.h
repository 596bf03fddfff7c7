// Trains a model with one head per task from labelled rows.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "features/embedder.h"
#include "models/model.h"
#include "training/dataset.h"
#include "training/fitting.h"

namespace smartdesk::training {

struct TrainOptions {
  // nullopt: LinearSVC. In cross-validation under kBest, none of the other algorithms beat it by more than the error on
  // any data set (docs/decisions/0004-best-profile.md). All heads share one pass over the text.
  std::optional<models::Algorithm> algorithm;
  FittingOptions fitting;
  // Not null: heads may also read embeddings (training/embedding_scores.h). Ignored with more than validated_rows rows.
  features::Embedder* embedder = nullptr;
  // With more rows than this, cross-validation uses a random sample of this size; the classifier is fitted on all.
  std::size_t validated_rows = 50'000;
  // With more than about this many terms in all texts (8 bytes each while fitting), the letter groups that are least
  // informative about any task are omitted.
  std::size_t most_entries = 250'000'000;
};

struct TrainResult {
  models::Model model;                // not saved yet
  std::vector<std::string> warnings;  // each a sentence: rejected rows, repeats, single-row labels, weak or no signal,
                                      // labels written in the texts, unused embeddings
};

// Throws Error{kInvalidInput} before any fitting if a task has fewer than two labels, and what Classifier::fit throws.
TrainResult train(const Dataset& dataset, const TrainOptions& options, const Run& run);

}  // namespace smartdesk::training

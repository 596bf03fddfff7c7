// Labelled rows in, one model file with a head per task out.

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
  // nullopt: LinearSVC, which no other of the six beat in cross-validation on any measuring set under kBest by more
  // than its error (docs/decisions/0004-best-profile.md). All heads share one pass over the text.
  std::optional<models::Algorithm> algorithm;
  FittingOptions fitting;
  // Not null: heads may also read embeddings (training/embedding_scores.h). Not with more than validated_rows rows.
  features::Embedder* embedder = nullptr;
  // With more rows than this, cross-validation sees a random sample of so many; the classifier is fitted on all.
  std::size_t validated_rows = 50'000;
  // With more than about this many terms in all texts (8 bytes each while fitting), letter groups that tell least about
  // any task are left out.
  std::size_t most_entries = 250'000'000;
};

struct TrainResult {
  models::Model model;  // not saved yet
  std::vector<std::string>
      warnings;  // each a sentence: rejected rows, single-row labels, no signal, no use of meanings
};

// Throws Error{kInvalidInput} before any fitting if a task has fewer than two labels, and what Classifier::fit throws.
TrainResult train(const Dataset& dataset, const TrainOptions& options, const Run& run);

}  // namespace smartdesk::training

// A second opinion from what texts mean: a linear classifier on their embeddings, whose scores are added to those from
// their words where that helps.

#pragma once

#include "core/run.h"
#include "features/embedder.h"
#include "training/fitting.h"

namespace smartdesk::training {

// rows: one embedding per row of the folds. On the same folds as the head itself several penalties and weights are
// tried; the best is kept in `fitted` only if it answers more rows rightly than the words alone, by more than chance
// (McNemar's test, 5 %), and macro F1 is higher too; then all that `fitted` knows from cross-validation is of both
// together. Returns whether it was kept. Cost: (folds + 1) fits of a LinearSVC of as many columns as dimensions.
bool add_embedding_scores(Fitted& fitted, const Folds& folds, const features::Embeddings& rows, const Run& run);

}  // namespace smartdesk::training

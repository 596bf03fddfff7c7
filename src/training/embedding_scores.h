// A linear classifier on the embeddings of the texts. Its scores are added to those of the word classifier if that
// improves the result.

#pragma once

#include "core/run.h"
#include "features/embedder.h"
#include "training/fitting.h"

namespace smartdesk::training {

// rows: one embedding per row of the folds. Tries several penalties and weights on the folds of the head. Keeps the
// best in `fitted` only if it answers significantly more rows correctly than the words alone (McNemar's test, 5 %) and
// has a higher macro F1. All cross-validation results in `fitted` are then those of both together. Returns whether it
// was kept. Cost: (folds + 1) fits of a LinearSVC with one column per dimension.
bool add_embedding_scores(Fitted& fitted, const Folds& folds, const features::Embeddings& rows, const Run& run);

}  // namespace smartdesk::training

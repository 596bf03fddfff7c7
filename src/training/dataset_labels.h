// Decides what the cells of a data set's label columns say.

#pragma once

#include "training/dataset.h"

namespace smartdesk::training {

// dataset: its rows have one cell per task as their labels; read_dataset() calls this already. Replaces the cells by
// labels and multi-label columns by one task per label, and adds notes. Of the source it reads
// members, known, like_none and several. Throws Error{kInvalidInput} as read_dataset() does. Cost: O(n log n) in the
// distinct cells.
void decide_labels(const DatasetSource& source, Dataset& dataset);

}  // namespace smartdesk::training

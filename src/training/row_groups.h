// Which labelled rows stay together in every split: repeats of one text, and rows with the same value in a column that
// the user names (--group).

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/run.h"
#include "models/splits.h"
#include "training/dataset.h"
#include "training/fitting.h"

namespace smartdesk::training {

struct RowGroups {
  models::Groups repeats;  // rows that say the same (training/repeats.h)
  models::Groups columns;  // rows with the same value in the group column; single if none was named
};

// rows: the rows to group, in the order in which the result numbers them. Cost and errors: as repeats_of.
RowGroups row_groups(std::span<const DatasetRow* const> rows, const Run& run);

// Sets repeats and groups of one task's rows. positions: of each of them in `all`. Returns what users should know, each
// a sentence: labels with several rows of one text are learned but cannot be validated. If all labels are like that,
// repeats do not stay together, because nothing could be validated then. Throws Error{kInvalidInput} if no group of the
// column can be held out.
std::vector<std::string> keep_together(const RowGroups& all, std::span<const std::size_t> positions,
                                       const LabelSet& labels, LabelledTexts& rows);

}  // namespace smartdesk::training

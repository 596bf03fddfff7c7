// Finds tasks whose labels are written in the texts themselves, for example a last line `Category: Billing` in every
// ticket. A classifier then reads the label instead of the ticket, and its figures say nothing about other tickets.

#pragma once

#include <string>
#include <vector>

#include "training/dataset.h"

namespace smartdesk::training {

// A place in the texts where the rows' own labels stand.
struct WrittenLabels {
  std::string task;        // or the multi-label column
  std::string place;       // in words: `after "category"`, `at the end of the text`
  std::size_t rows = 0;    // that have their label, and no other one, in this place
  std::size_t of = 0;      // labelled rows that were read: all, or 10,000 spread evenly over the dataset
  std::uint64_t line = 0;  // the first such row
};

// At most one place per task, the one with the most rows. A place counts only if it is the same in at least half of the
// rows and in at least half of the rows of most labels, and if hardly any row has another label there; labels that only
// occur somewhere in the texts must do so in nearly all rows. So words that tell much about one label, such as
// "refund", and a field that the customer fills in and that is often wrong, are not reported. Names are compared
// without case, and with blanks, hyphens and underscores alike. Cost: one pass over the words of the rows that are
// read.
std::vector<WrittenLabels> find_written_labels(const Dataset& dataset);

// The same as sentences for the user, each with its task.
std::vector<std::string> notes_on_written_labels(const Dataset& dataset);

}  // namespace smartdesk::training

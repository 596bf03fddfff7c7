// Is a classifier's score more than luck?

#pragma once

#include "models/metrics.h"

namespace smartdesk::models {

// True if predictions that know nothing of the truth, but say each label as often as these do, would be right as often
// in more than one of 100 trials of this many rows (exact one-sided binomial test).
bool no_better_than_guessing(const Metrics& metrics);

}  // namespace smartdesk::models

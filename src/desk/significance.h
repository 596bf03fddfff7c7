// Is a classifier's score more than luck?

#pragma once

#include "models/metrics.h"

namespace smartdesk {

// True if a guesser who is right with probability `baseline` (0 to 1) would do as well in more than one of 20 trials of
// this many rows (exact one-sided binomial test).
bool no_better_than_guessing(const Metrics& metrics, double baseline);

}  // namespace smartdesk

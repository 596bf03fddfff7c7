// Tests whether a classifier's score is more than chance.

#pragma once

#include "models/metrics.h"

namespace smartdesk::models {

// True if random predictions with the same label frequencies would be right at least as often in more than 1 of 100
// trials with as many rows (exact one-sided binomial test).
bool no_better_than_guessing(const Metrics& metrics);

}  // namespace smartdesk::models

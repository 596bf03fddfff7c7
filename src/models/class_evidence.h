// How much each column tells about the classes: the supervised part of a term's weight.

#pragma once

#include <vector>

#include "models/classifier.h"

namespace smartdesk::models {

// One factor per column, (1 - share) + share * r / mean(r), share 0.75, where r is the mean over the classes of
// |log(P(class | column present) / P(class))| with one pseudo-row spread as the classes are. A column that is as common
// in every class gets 0.25; a rare one is believed as far as its rows go. After the log-count ratios of Wang and
// Manning, "Baselines and Bigrams", ACL 2012. Cost: one pass over the entries.
std::vector<float> class_evidence(const TrainingRows& training);

}  // namespace smartdesk::models

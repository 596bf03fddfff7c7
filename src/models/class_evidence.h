// How much each column tells about the classes: the supervised part of a term's weight.

#pragma once

#include <vector>

#include "models/classifier.h"

namespace smartdesk::models {

// One factor per column, (1 - share) + share * r / mean(r), share 0.75, where r is the mean over the classes of
// |log(P(class | column present) / P(class))| with one pseudo-row distributed like the classes. A column that is
// equally common in every class gets 0.25. The pseudo-row reduces r for columns with few rows. After the log-count
// ratios of Wang and Manning, "Baselines and Bigrams", ACL 2012. Cost: one pass over the entries.
std::vector<float> class_evidence(const TrainingRows& training);

}  // namespace smartdesk::models

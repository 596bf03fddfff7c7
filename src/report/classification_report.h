// A classifier's precision, recall and F1 per label, in scikit-learn's format.

#pragma once

#include <string>

#include "core/label_set.h"
#include "models/metrics.h"

namespace smartdesk::report {

// Returns the same bytes as scikit-learn's classification_report(digits=digits): labels that occur in truth or
// predictions, accuracy, macro and weighted averages.
std::string classification_report(const models::Metrics& metrics, const LabelSet& labels, int digits = 2);

}  // namespace smartdesk::report

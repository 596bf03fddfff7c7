// Tells people what an error budget does to a model's predictions, before they are made.

#pragma once

#include <string>

#include "cli/console.h"
#include "models/model.h"

namespace smartdesk::cli {

// That no threshold keeps the share (above 0, below 1) of wrong answers for the head, and why. For a head whose rule
// has coverage 0.
std::string no_promise(const models::Head& head, double share);

// For each head: how many tickets will be answered and how many of those were wrong in cross-validation. Warns of heads
// and, if the budget holds for each label, of labels that will never be answered.
void announce_budget(const models::Model& model, const models::ErrorBudget& budget, Console& console);

}  // namespace smartdesk::cli

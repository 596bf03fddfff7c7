// The result of a comparison of two files, for people.

#pragma once

#include <string>

#include "training/drift.h"

namespace smartdesk::cli {

// The verdict, what changed, what to do next, and a table of each question.
std::string drift_as_text(const training::Drift& drift);

}  // namespace smartdesk::cli

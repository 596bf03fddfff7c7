// The options and commands that help after an error, which the modules below do not know.

#pragma once

#include <string>

#include "core/error.h"
#include "core/label_column.h"

namespace smartdesk::cli {

// The error's message, with a sentence on the option or command that helps, if there is one.
std::string with_advice(const Error& error);

// The same for what was decided about labels.
std::string with_advice(const LabelNote& note);

}  // namespace smartdesk::cli

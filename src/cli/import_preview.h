// Shows people what an import would do.

#pragma once

#include <string>

#include "workspace/preview.h"

namespace smartdesk::cli {

// How one file would be read: several lines, with some of its tickets and of the rows that would be rejected.
std::string preview_text(const workspace::FilePreview& preview);

}  // namespace smartdesk::cli

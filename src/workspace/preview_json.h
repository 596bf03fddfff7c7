// The preview of an import as JSON, for the command line and the API.

#pragma once

#include <boost/json.hpp>

#include "workspace/preview.h"

namespace smartdesk::workspace {

// {"files":[…],"notes":[…]} (docs/api.md, POST /import/preview). Long texts of tickets are abbreviated.
boost::json::object preview_json(const ImportPreview& preview);

}  // namespace smartdesk::workspace

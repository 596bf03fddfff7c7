// Labels the workspace's tickets with the configured language model.

#pragma once

#include <boost/json.hpp>
#include <string>

#include "cli/command.h"
#include "workspace/label_workspace.h"

namespace smartdesk::cli {

// Uses the default options. Throws Error{kUnavailable} if no language model responds.
boost::json::object label_with_language_model(store::TicketStore& store, const Session& session, const Run& run);

boost::json::object labelling_json(const workspace::LabelWorkspaceResult& result, const std::string& model);

}  // namespace smartdesk::cli

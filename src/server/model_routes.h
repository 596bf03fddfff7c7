// The versions of the model, and what each takes for what (docs/api.md).

#pragma once

#include "http/router.h"
#include "server/workshop.h"

namespace smartdesk::server {

// workshop outlives the router.
void add_model_routes(http::Router& router, Workshop& workshop);

}  // namespace smartdesk::server

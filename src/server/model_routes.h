// Model versions with their confusion matrices and reliability, promotion, tasks (docs/api.md).

#pragma once

#include "http/router.h"
#include "server/workshop.h"

namespace smartdesk::server {

// workshop must outlive the router.
void add_model_routes(http::Router& router, Workshop& workshop);

}  // namespace smartdesk::server

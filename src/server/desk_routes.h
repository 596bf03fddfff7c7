// What a desk sees in the morning: insights, where a look is worth most, suspected labels (docs/api.md).

#pragma once

#include "http/router.h"
#include "server/workshop.h"
#include "store/job_store.h"

namespace smartdesk::server {

// Both outlive the router. Audits and benchmarks are what the last job of that kind found.
void add_desk_routes(http::Router& router, Workshop& workshop, const store::JobStore& jobs);

}  // namespace smartdesk::server

// Insights, the review queue, suspected labels and benchmarks (docs/api.md).

#pragma once

#include "http/router.h"
#include "server/workshop.h"
#include "store/job_store.h"

namespace smartdesk::server {

// Both must outlive the router. Audits and benchmarks show the result of the last job of that kind.
void add_desk_routes(http::Router& router, Workshop& workshop, const store::JobStore& jobs);

}  // namespace smartdesk::server

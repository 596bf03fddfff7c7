// What a desk sees in the morning: insights, where a look is worth most, suspected labels (docs/api.md).

#pragma once

#include "http/router.h"
#include "server/workshop.h"
#include "store/job_store.h"

namespace smartdesk {

// Both outlive the router. Audits and benchmarks are what the last job of that kind found.
void add_desk_routes(Router& router, Workshop& workshop, const JobStore& jobs);

}  // namespace smartdesk

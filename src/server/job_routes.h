// Long work: asking for it, how far it has come, stopping it; files in and out (docs/api.md).

#pragma once

#include "http/router.h"
#include "server/job_runner.h"
#include "server/workshop.h"

namespace smartdesk {

struct JobDesk {
  Workshop& workshop;
  JobStore& jobs;
  JobRunner& runner;
};

// What `desk` holds outlives the router.
void add_job_routes(Router& router, const JobDesk& desk);

boost::json::object job_json(const Job& job);

}  // namespace smartdesk

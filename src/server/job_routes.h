// Jobs over HTTP: start, progress, stop; import and export (docs/api.md).

#pragma once

#include "http/router.h"
#include "server/api/jobs.h"
#include "server/job_runner.h"
#include "server/workshop.h"

namespace smartdesk::server {

struct JobDesk {
  Workshop& workshop;
  store::JobStore& jobs;
  JobRunner& runner;
};

// The references in `desk` must outlive the router.
void add_job_routes(http::Router& router, const JobDesk& desk);

api::Job answer_of(const store::Job& job);

}  // namespace smartdesk::server

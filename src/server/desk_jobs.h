// The job kinds of a workspace.

#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>

#include "server/job_runner.h"
#include "server/sent_file.h"
#include "server/workshop.h"

namespace smartdesk::server {

// Labels unlabelled tickets with a language model; the returned object is the job's result.
using LabelWork = std::function<boost::json::object(store::TicketStore& store, const Run& run)>;

struct DeskJobs {
  Workshop& workshop;
  store::JobStore& jobs;
  LabelWork label = {};  // empty: there is no language model
};

// Adds the kinds train, benchmark, audit, classify, label, index and import. The references in `desk` must outlive the
// runner.
void add_desk_jobs(JobRunner& runner, const DeskJobs& desk);

// Queues an import of the file, for any server of the team. Moves the file away. Throws Error{kUsage} for an unknown
// format or encoding.
store::Job import_file(Workshop& workshop, store::JobStore& jobs, const std::string& file, const SentFile& sent,
                       const std::string& who);

}  // namespace smartdesk::server

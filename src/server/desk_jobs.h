// What each kind of a workspace's long work does.

#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>

#include "server/job_runner.h"
#include "server/workshop.h"

namespace smartdesk::server {

// Labels what nobody has labelled with a language model; its answer is the job's result.
using LabelWork = std::function<boost::json::object(store::TicketStore& store, const Run& run)>;

struct DeskJobs {
  Workshop& workshop;
  store::JobStore& jobs;
  LabelWork label = {};  // empty: there is no language model
};

// train, benchmark, audit, classify, label, index, import. What `desk` holds outlives the runner.
void add_desk_jobs(JobRunner& runner, const DeskJobs& desk);

// Asks for a file to be taken in, by whichever server of a team comes to it; it is taken away. name: as its sender
// calls it; its ending tells the format. Throws Error{kUsage} for one that is not known.
store::Job import_file(Workshop& workshop, store::JobStore& jobs, const std::string& file, const std::string& name,
                       const std::string& who);

}  // namespace smartdesk::server

// All routes of the server in one table.

#pragma once

#include <memory>
#include <string>

#include "http/router.h"
#include "http/server_metrics.h"
#include "server/account_routes.h"
#include "server/accounts.h"
#include "server/hook_routes.h"
#include "server/job_runner.h"
#include "server/webhooks.h"
#include "server/workshop.h"

namespace smartdesk::server {

// What the routes use; all of it must outlive the router.
struct ServedDesk {
  Workshop& workshop;
  Accounts& accounts;
  store::JobStore& jobs;
  JobRunner& runner;          // for the desk's jobs
  JobRunner& webhook_runner;  // for webhooks
  Webhooks& webhooks;
  HookSecrets hooks = {};
  SignInMode sign_in = SignInMode::kNone;
  std::string version;
};

std::shared_ptr<const http::Router> desk_router(const ServedDesk& desk, std::shared_ptr<http::ServerMetrics> metrics);

}  // namespace smartdesk::server

// Tells other systems what has happened to tickets: Standard Webhooks 1.0 (standardwebhooks.com).

#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.h"
#include "net/http_client.h"
#include "server/job_runner.h"
#include "server/workshop.h"

namespace smartdesk::server {

struct WebhookOptions {
  std::vector<std::string> urls;  // from the configuration alone; each hears of everything
  std::string secret;             // "whsec_…"
  // Seconds until the next try after one that failed; after the last of them the message is among the dead letters.
  std::vector<int> delays = {5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400};
};

// Messages wait in the job store (kind "webhook") with the ticket's number alone, so that what was forgotten is not
// sent. Thread-safe. What is handed in outlives this.
class Webhooks {
 public:
  // Throws Error{kUsage} for a URL or secret that is none.
  Webhooks(WebhookOptions options, const Workshop& workshop, store::JobStore& jobs);

  // what: "ticket.created". row: of docs/api.md, with its "id".
  void tell(std::string_view what, const boost::json::object& row);

  // Sends what waits, signed anew for each try. A reply of 410 ends the message, other than 2xx is tried again.
  void add_to(JobRunner& runner);

  bool is_configured() const { return !options_.urls.empty(); }

 private:
  boost::json::object send(const store::Job& job, const Run& run);

  const WebhookOptions options_;
  std::string key_;
  const Workshop& workshop_;
  store::JobStore& jobs_;
  net::HttpClient client_;
};

// GET /webhooks/failed, the dead letters, and POST /webhooks/failed/{id}/retry. Both outlive the router.
void add_webhook_routes(http::Router& router, store::JobStore& jobs, const std::function<void()>& wake);

// "v1,…" of a message.
std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body);

}  // namespace smartdesk::server

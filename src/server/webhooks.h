// Notifies other systems of changes to tickets: Standard Webhooks 1.0 (standardwebhooks.com).

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

// The kind of the jobs that send messages. They name the receiver, whose address may hold a key: only admins see them.
inline constexpr std::string_view kWebhookJob = "webhook";

struct WebhookOptions {
  std::vector<std::string> urls;  // from the configuration only; each receives every message
  std::string secret;             // "whsec_…"
  // Seconds before each retry; when all retries have failed, the message becomes a dead letter.
  std::vector<int> delays = {5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400};
};

// Messages wait in the job store (kWebhookJob) with the ticket's number only, so that erased tickets are not sent.
// Thread-safe. The references passed in must outlive this.
class Webhooks {
 public:
  // Throws Error{kUsage} for an invalid URL or secret.
  Webhooks(WebhookOptions options, const Workshop& workshop, store::JobStore& jobs);

  // Queues a message. what: "ticket.created". row: as in docs/api.md, with its "id".
  void tell(std::string_view what, const boost::json::object& row);

  // Sends waiting messages, each attempt with a new signature. A 410 reply ends the message; any other reply except 2xx
  // is retried.
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

// GET /webhooks/failed (the dead letters) and POST /webhooks/failed/{id}/retry. jobs, and what `wake` uses, must
// outlive the router.
void add_webhook_routes(http::Router& router, store::JobStore& jobs, const std::function<void()>& wake);

// The signature of a message: "v1,…".
std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body);

}  // namespace smartdesk::server

// Health checks, metrics, API documentation and the dashboard.

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/router.h"
#include "http/server_metrics.h"

namespace smartdesk::server {

// /health, /healthz (liveness), /readyz (readiness), /metrics, /openapi.json, /docs and the dashboard's files.
// why_not_ready: empty if ready, else a sentence; called for each /readyz. Call this last: /openapi.json and /docs list
// the routes that the router has at that time.
void add_service_routes(http::Router& router, const std::shared_ptr<http::ServerMetrics>& metrics,
                        const std::function<std::string()>& why_not_ready, const std::string& version);

}  // namespace smartdesk::server

// What machines and newcomers ask a server: whether it lives, what it counts, what it can do.

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/router.h"
#include "http/server_metrics.h"

namespace smartdesk::server {

// /health, /healthz (it lives), /readyz (it can answer), /metrics, /openapi.json, /docs and the dashboard's files.
// why_not_ready: empty if it is, else a sentence; it is asked at each /readyz. Call it last: what
// /openapi.json and /docs show are the routes that are in the router when it is called.
void add_service_routes(http::Router& router, const std::shared_ptr<http::ServerMetrics>& metrics,
                        const std::function<std::string()>& why_not_ready, const std::string& version);

}  // namespace smartdesk::server

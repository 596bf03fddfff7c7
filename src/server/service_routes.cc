#include "server/service_routes.h"

#include <boost/json.hpp>
#include <utility>

#include "http/problem.h"
#include "server/api/service.h"
#include "server/assets.h"
#include "server/internal/docs_style.h"
#include "server/openapi.h"
#include "text/json_text.h"

namespace smartdesk::server {
namespace {

http::Route open_route(std::string pattern, std::string summary, http::Handler handler) {
  http::Route route;
  route.pattern = std::move(pattern);
  route.role = http::Role::kNobody;
  route.summary = std::move(summary);
  route.cost = http::Cost::kQuick;
  route.handler = std::move(handler);
  return route;
}

void add_health(http::Router& router, const std::function<std::string()>& why_not_ready, const std::string& version) {
  const auto alive = text::json_text(http::json_of(api::Health{"ok", version}));
  for (const auto* path : {"/health", "/healthz"}) {
    auto route = open_route(path, "Check that the server is alive.",
                            [alive](const http::Request&) { return http::json_response(alive); });
    route.answers = http::json_content<api::Health>("Always ok.", alive);
    router.add(std::move(route));
  }
  auto ready = open_route("/readyz", "Check that the server is ready.", [why_not_ready](const http::Request&) {
    const auto why = why_not_ready();
    if (!why.empty()) throw http::Problem::retry_after(503, 10, why);
    return http::json_response(api::Readiness{"ready"});
  });
  ready.cost = http::Cost::kSlow;  // it reads from the store
  ready.answers =
      http::json_content<api::Readiness>("503 with the reason if it is not ready.", R"({"status":"ready"})");
  router.add(std::move(ready));
}

void add_dashboard(http::Router& router) {
  const auto assets = std::make_shared<const Assets>(dashboard_files());
  router.add(
      open_route("/", "", [assets](const http::Request& request) { return assets->response(request, "index.html"); }));
  router.add(open_route("/assets/{name}", "", [assets](const http::Request& request) {
    return assets->response(request, "assets/" + request.parameter("name"));
  }));
  router.add(open_route("/{name}", "", [assets](const http::Request& request) {
    return assets->response(request, request.parameter("name"));
  }));
}

void add_documentation(http::Router& router, const std::string& version) {
  auto page = open_route("/docs", "Show this documentation.", {});
  page.answers = {"text/html", "One page.", ""};
  auto document = open_route("/openapi.json", "Describe this API for machines.", {});
  document.answers = http::json_content<api::OpenApiDocument>("OpenAPI 3.1.");
  for (auto* route : {&page, &document}) route->handler = [](const http::Request&) { return http::no_content(); };
  // Both also describe themselves.
  http::Router described = router;
  described.add(page);
  described.add(document);
  const auto written = documentation_page(described, version);
  page.handler = [written](const http::Request&) { return http::text_response(written, "text/html; charset=utf-8"); };
  const auto serialised = text::json_text(openapi_document(described, version));
  document.handler = [serialised](const http::Request&) { return http::json_response(serialised); };
  router.add(std::move(page));
  router.add(std::move(document));
  router.add(open_route("/docs.css", "", [](const http::Request&) {
    auto response = http::text_response("", "text/css; charset=utf-8");
    response.lasting = kDocsStyle;
    return response;
  }));
}

}  // namespace

void add_service_routes(http::Router& router, const std::shared_ptr<http::ServerMetrics>& metrics,
                        const std::function<std::string()>& why_not_ready, const std::string& version) {
  add_health(router, why_not_ready, version);
  auto counts = open_route("/metrics", "Show metrics of the server.", [metrics](const http::Request&) {
    return http::text_response(metrics->text(), "text/plain; version=0.0.4; charset=utf-8");
  });
  counts.answers = {"text/plain", "Prometheus text format.", ""};
  router.add(std::move(counts));
  add_dashboard(router);
  add_documentation(router, version);
}

}  // namespace smartdesk::server

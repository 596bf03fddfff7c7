#include "server/service_routes.h"

#include <boost/json.hpp>
#include <utility>

#include "http/problem.h"
#include "server/assets.h"
#include "server/internal/docs_style.h"
#include "server/openapi.h"

namespace smartdesk {
namespace {

Route open_route(std::string pattern, std::string summary, Handler handler) {
  Route route;
  route.pattern = std::move(pattern);
  route.role = Role::kNobody;
  route.summary = std::move(summary);
  route.cost = Cost::kQuick;
  route.handler = std::move(handler);
  return route;
}

void add_health(Router& router, const std::function<std::string()>& why_not_ready, const std::string& version) {
  const auto alive = boost::json::serialize(boost::json::object{{"status", "ok"}, {"version", version}});
  for (const auto* path : {"/health", "/healthz"}) {
    auto route = open_route(path, "Whether the server lives", [alive](const Request&) { return json_response(alive); });
    route.answers = {"application/json", "always, as long as it answers", alive};
    router.add(std::move(route));
  }
  auto ready = open_route("/readyz", "Whether the server can answer", [why_not_ready](const Request&) {
    const auto why = why_not_ready();
    if (!why.empty()) throw Problem::retry_after(503, 10, why);
    return json_response(std::string(R"({"status":"ready"})"));
  });
  ready.cost = Cost::kSlow;  // it asks the store
  ready.answers = {"application/json", "503 with the reason if it cannot", R"({"status":"ready"})"};
  router.add(std::move(ready));
}

void add_dashboard(Router& router) {
  const auto assets = std::make_shared<const Assets>(dashboard_files());
  router.add(open_route("/", "", [assets](const Request& request) { return assets->response(request, "index.html"); }));
  router.add(open_route("/assets/{name}", "", [assets](const Request& request) {
    return assets->response(request, "assets/" + request.parameter("name"));
  }));
  router.add(open_route("/{name}", "", [assets](const Request& request) {
    return assets->response(request, request.parameter("name"));
  }));
}

void add_documentation(Router& router, const std::string& version) {
  auto page = open_route("/docs", "This API for people", {});
  page.answers = {"text/html", "one page", ""};
  auto document = open_route("/openapi.json", "This API for machines", {});
  document.answers = {"application/json", "OpenAPI 3.1", ""};
  for (auto* route : {&page, &document}) route->handler = [](const Request&) { return no_content(); };
  // Both describe themselves, too.
  Router described = router;
  described.add(page);
  described.add(document);
  const auto written = documentation_page(described, version);
  page.handler = [written](const Request&) { return text_response(written, "text/html; charset=utf-8"); };
  const auto serialised = boost::json::serialize(openapi_document(described, version));
  document.handler = [serialised](const Request&) { return json_response(serialised); };
  router.add(std::move(page));
  router.add(std::move(document));
  router.add(open_route("/docs.css", "", [](const Request&) {
    auto response = text_response("", "text/css; charset=utf-8");
    response.lasting = kDocsStyle;
    return response;
  }));
}

}  // namespace

void add_service_routes(Router& router, std::shared_ptr<ServerMetrics> metrics,
                        std::function<std::string()> why_not_ready, const std::string& version) {
  add_health(router, why_not_ready, version);
  auto counts = open_route("/metrics", "What the server counts about itself", [metrics](const Request&) {
    return text_response(metrics->text(), "text/plain; version=0.0.4; charset=utf-8");
  });
  counts.answers = {"text/plain", "Prometheus' text format", ""};
  router.add(std::move(counts));
  add_dashboard(router);
  add_documentation(router, version);
}

}  // namespace smartdesk

#include "server/desk_router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>

#include "support/scratch_files.h"

namespace smartdesk::server {
namespace {

class DeskRouterTest : public ScratchFiles {
 protected:
  DeskRouterTest()
      : workshop({{path("w")}, "", default_taxonomy()}),
        account_store(store::open_sqlite_accounts(path("accounts.db"))),
        accounts(*account_store, {.password_cost = {1, 8192}}),
        jobs(store::open_sqlite_jobs(path("jobs.db"))),
        runner(*jobs, {}),
        webhook_runner(*jobs, {}),
        webhooks({}, workshop, *jobs) {}

  std::vector<http::Route> routes() {
    return desk_router({workshop, accounts, *jobs, runner, webhook_runner, webhooks, {}, SignInMode::kPassword, "1"},
                       std::make_shared<http::ServerMetrics>())
        ->routes();
  }

  Workshop workshop;
  std::unique_ptr<store::AccountStore> account_store;
  Accounts accounts;
  std::unique_ptr<store::JobStore> jobs;
  JobRunner runner, webhook_runner;
  Webhooks webhooks;
};

// The full list of routes and roles: a new route, or a lower role, fails here until somebody has approved it.
TEST_F(DeskRouterTest, RequiresTheExpectedRolePerRoute) {
  const std::map<std::string, std::string> expected{
      {"GET /", "nobody"},
      {"GET /api/v1/audit", "agent"},
      {"GET /api/v1/audit-log", "admin"},
      {"GET /api/v1/benchmarks", "viewer"},
      {"GET /api/v1/export", "admin"},
      {"GET /api/v1/insights", "viewer"},
      {"GET /api/v1/jobs", "viewer"},
      {"GET /api/v1/jobs/{id}", "viewer"},
      {"GET /api/v1/jobs/{id}/events", "viewer"},
      {"GET /api/v1/me", "nobody"},
      {"GET /api/v1/models", "viewer"},
      {"GET /api/v1/models/{version}", "viewer"},
      {"GET /api/v1/review", "agent"},
      {"GET /api/v1/tasks", "viewer"},
      {"GET /api/v1/tickets", "viewer"},
      {"GET /api/v1/tickets/count", "viewer"},
      {"GET /api/v1/tickets/{id}", "viewer"},
      {"GET /api/v1/tickets/{id}/explain", "viewer"},
      {"GET /api/v1/tokens", "viewer"},
      {"GET /api/v1/users", "admin"},
      {"GET /api/v1/webhooks/failed", "admin"},
      {"GET /assets/{name}", "nobody"},
      {"GET /data", "viewer"},
      {"GET /docs", "nobody"},
      {"GET /docs.css", "nobody"},
      {"GET /health", "nobody"},
      {"GET /healthz", "nobody"},
      {"GET /metrics", "nobody"},
      {"GET /openapi.json", "nobody"},
      {"GET /readyz", "nobody"},
      {"GET /{name}", "nobody"},
      {"DELETE /api/v1/jobs/{id}", "agent"},
      {"DELETE /api/v1/labels/{id}", "agent"},
      {"DELETE /api/v1/tickets", "admin"},
      {"DELETE /api/v1/tickets/{id}", "admin"},
      {"DELETE /api/v1/tokens/{id}", "viewer"},
      {"DELETE /api/v1/users/{name}", "admin"},
      {"PATCH /api/v1/tickets/{id}/labels", "agent"},
      {"POST /api/v1/classify", "viewer"},
      {"POST /api/v1/explain", "viewer"},
      {"POST /api/v1/hooks/chatwoot", "nobody"},
      {"POST /api/v1/hooks/zammad", "nobody"},
      {"POST /api/v1/hooks/zendesk", "nobody"},
      {"POST /api/v1/import", "agent"},
      {"POST /api/v1/import/preview", "agent"},
      {"POST /api/v1/jobs", "agent"},
      {"POST /api/v1/models/{version}/promote", "admin"},
      {"POST /api/v1/sign-in", "nobody"},
      {"POST /api/v1/sign-out", "viewer"},
      {"POST /api/v1/tickets", "agent"},
      {"POST /api/v1/tokens", "viewer"},
      {"POST /api/v1/users", "admin"},
      {"POST /api/v1/webhooks/failed/{id}/retry", "admin"},
      {"PUT /api/v1/me/password", "viewer"},
  };
  std::map<std::string, std::string> found;
  for (const auto& route : routes())
    found[std::string(name_of(route.method)) + " " + route.pattern] = name_of(route.role);
  EXPECT_EQ(found, expected);
}

TEST_F(DeskRouterTest, LimitsTheRateOfEveryChange) {
  for (const auto& route : routes()) {
    const bool is_of_a_change = route.method != http::Method::kGet && route.role >= http::Role::kAgent;
    if (is_of_a_change) {
      EXPECT_NE(route.rate_limit, http::RateLimit::kNone) << route.pattern;
    }
  }
}

TEST_F(DeskRouterTest, DocumentsEveryApiRoute) {
  for (const auto& route : routes()) {
    if (!route.pattern.starts_with("/api/")) continue;
    EXPECT_FALSE(route.summary.empty()) << route.pattern;
    EXPECT_TRUE(route.answers.type.empty() || !route.answers.what.empty()) << route.pattern;
  }
}

TEST_F(DeskRouterTest, DescribesEveryJsonBody) {
  for (const auto& route : routes()) {
    if (route.summary.empty()) continue;
    EXPECT_EQ(route.answers.schema != nullptr, route.answers.type == "application/json") << route.pattern;
    if (!route.takes) continue;
    EXPECT_EQ(route.takes->schema != nullptr, route.takes->type == "application/json") << route.pattern;
  }
}

// A schema has the name of its type without namespaces.
TEST_F(DeskRouterTest, GivesEachNameToOneSchemaOnly) {
  std::map<std::string, boost::json::value> found;
  for (const auto& route : routes()) {
    for (const auto schema : {route.answers.schema, route.takes ? route.takes->schema : nullptr}) {
      boost::json::object schemas;
      if (schema != nullptr) schema(schemas);
      for (const auto& [name, each] : schemas) {
        const auto [known, is_new] = found.emplace(name, each);
        EXPECT_EQ(known->second, each) << name;
      }
    }
  }
}

}  // namespace
}  // namespace smartdesk::server

#include "server/desk_server.h"

#include <optional>
#include <utility>

#include "core/error.h"
#include "server/accounts.h"
#include "server/desk_router.h"
#include "server/job_runner.h"
#include "server/shared_rate_limits.h"
#include "server/sign_in.h"
#include "store/backend.h"

namespace smartdesk::server {
namespace {

constexpr int kLeaseSeconds = 15, kKeptEnded = 100;

}  // namespace

// In the order in which they need each other.
struct DeskServer::State {
  explicit State(DeskServerOptions given)
      : options(std::move(given)),
        backend(store::backend_for(options.workshop.location)),
        workshop(options.workshop),
        account_store(backend->open_accounts()),
        accounts(*account_store),
        created_admin(make_sure_somebody_can_sign_in()),
        jobs(backend->open_jobs()),
        runner(*jobs, working()),
        webhook_runner(*jobs, working()),
        webhooks(options.webhooks, workshop, *jobs),
        metrics(std::make_shared<http::ServerMetrics>()),
        server(http_options(), router(), metrics) {
    if (auto ledger = backend->open_token_buckets())
      rate_limits.emplace(server, std::move(ledger), options.http.error_log);
  }

  bool make_sure_somebody_can_sign_in() {
    if (options.sign_in == SignInMode::kNone) return false;
    if (!options.admin_password.empty() && accounts.add_first_admin(options.admin_password)) return true;
    if (accounts.users().empty()) throw Error(ErrorCode::kNoUsers, "There are no users, so nobody can sign in.");
    return false;
  }

  JobRunnerOptions working() const { return {options.threads, kLeaseSeconds, kKeptEnded, options.http.error_log}; }

  http::ServerOptions http_options() {
    auto http = options.http;
    http.body_folder = workshop.folder();
    if (options.sign_in == SignInMode::kPassword) http.authorise = authoriser(accounts);
    return http;
  }

  std::shared_ptr<const http::Router> router() {
    add_desk_jobs(runner, {workshop, *jobs, options.label});
    webhooks.add_to(webhook_runner);
    return desk_router(
        {workshop, accounts, *jobs, runner, webhook_runner, webhooks, options.hooks, options.sign_in, options.version},
        metrics);
  }

  const DeskServerOptions options;
  const std::unique_ptr<store::Backend> backend;
  Workshop workshop;
  const std::unique_ptr<store::AccountStore> account_store;
  Accounts accounts;
  const bool created_admin;
  const std::unique_ptr<store::JobStore> jobs;
  JobRunner runner, webhook_runner;
  Webhooks webhooks;
  const std::shared_ptr<http::ServerMetrics> metrics;
  http::HttpServer server;
  std::optional<SharedRateLimits> rate_limits;
};

DeskServer::DeskServer(DeskServerOptions options) : state_(std::make_unique<State>(std::move(options))) {}

DeskServer::~DeskServer() = default;

bool DeskServer::has_created_admin() const { return state_->created_admin; }

std::string DeskServer::url() const { return state_->server.url(); }

const prediction::ServedModel& DeskServer::served() const { return *state_->workshop.served(); }

void DeskServer::run(const std::atomic<bool>* stopped) {
  state_->jobs->add({"index", "", "smartdesk"});
  state_->runner.begin();
  state_->webhook_runner.begin();
  state_->server.run(stopped);
  state_->runner.stop();
  state_->webhook_runner.stop();
}

}  // namespace smartdesk::server

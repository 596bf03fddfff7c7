// The whole server: a workspace with its accounts, jobs, webhooks and routes.

#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "http/http_server.h"
#include "server/account_routes.h"
#include "server/desk_jobs.h"
#include "server/hook_routes.h"
#include "server/webhooks.h"
#include "server/workshop.h"

namespace smartdesk::server {

struct DeskServerOptions {
  http::ServerOptions http = {};  // without authorise and body_folder, which DeskServer sets
  WorkshopOptions workshop;
  SignInMode sign_in = SignInMode::kNone;
  std::string admin_password = {};  // for kPassword: of the user admin, created if there are no users; may be empty
  WebhookOptions webhooks = {};
  HookSecrets hooks = {};
  LabelWork label = {};  // empty: there is no language model
  int threads = 1;       // of each job
  std::string version;
};

class DeskServer {
 public:
  // Creates the workspace if there is none, and starts to listen. Throws as Workshop, Webhooks and HttpServer do, and
  // Error{kNoUsers} if nobody could sign in.
  explicit DeskServer(DeskServerOptions options);
  ~DeskServer();

  bool has_created_admin() const;
  std::string url() const;
  const prediction::ServedModel& served() const;

  // Answers requests and does jobs until `stopped` is set, then completes what was received. Blocks.
  void run(const std::atomic<bool>* stopped);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::server

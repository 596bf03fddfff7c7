#include "server/desk_router.h"

#include "core/clock.h"
#include "server/answer_routes.h"
#include "server/desk_routes.h"
#include "server/job_routes.h"
#include "server/model_routes.h"
#include "server/service_routes.h"
#include "server/sign_in.h"
#include "server/ticket_routes.h"

namespace smartdesk::server {

std::shared_ptr<const http::Router> desk_router(const ServedDesk& desk, std::shared_ptr<http::ServerMetrics> metrics) {
  TicketListener listener;
  if (desk.webhooks.is_configured()) {
    listener = [&webhooks = desk.webhooks, &webhook_runner = desk.webhook_runner](std::string_view what,
                                                                                  const boost::json::object& row) {
      webhooks.tell(what, row);
      webhook_runner.wake();
    };
  }
  http::Router routes;
  add_answer_routes(routes, desk.workshop.served(), *metrics);
  add_ticket_routes(routes, desk.workshop, listener);
  add_model_routes(routes, desk.workshop);
  add_desk_routes(routes, desk.workshop, desk.jobs);
  add_job_routes(routes, {desk.workshop, desk.jobs, desk.runner});
  add_webhook_routes(routes, desk.jobs, [&webhook_runner = desk.webhook_runner] { webhook_runner.wake(); });
  add_hook_routes(routes, desk.workshop, desk.hooks, listener, unix_now);
  add_account_routes(routes, desk.accounts, desk.sign_in, desk.version);
  auto router = std::make_shared<http::Router>(audited(routes, desk.accounts));
  add_service_routes(
      *router, std::move(metrics),
      [&workshop = desk.workshop] {
        workshop.read([](const store::TicketStore& store) { store.not_indexed(); });
        return std::string();
      },
      desk.version);
  return router;
}

}  // namespace smartdesk::server

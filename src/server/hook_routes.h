// Tickets as other help desks send them when they come in: Zendesk, Chatwoot and Zammad (docs/api.md).

#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "http/router.h"
#include "server/ticket_routes.h"
#include "server/workshop.h"

namespace smartdesk::server {

// The secrets that each service signs with; one that is empty is not answered.
struct HookSecrets {
  std::string zendesk, chatwoot, zammad;
};

// Seconds since 1970, UTC.
using NowSeconds = std::function<std::int64_t()>;

// POST /api/v1/hooks/zendesk, /chatwoot, /zammad. A message whose signature does not fit is refused (401), and one that
// was signed more than five minutes ago where the service says when; what is no ticket is answered and passed over.
// workshop outlives the router.
void add_hook_routes(http::Router& router, Workshop& workshop, const HookSecrets& secrets,
                     const TicketListener& listener, const NowSeconds& now);

}  // namespace smartdesk::server

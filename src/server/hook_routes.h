// Incoming webhooks of other help desks: Zendesk, Chatwoot and Zammad (docs/api.md).

#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "http/router.h"
#include "server/ticket_routes.h"
#include "server/workshop.h"

namespace smartdesk::server {

// The signing secret of each service; an empty secret disables its route.
struct HookSecrets {
  std::string zendesk, chatwoot, zammad;
};

// Seconds since 1970, UTC.
using NowSeconds = std::function<std::int64_t()>;

// POST /api/v1/hooks/zendesk, /chatwoot, /zammad. Refuses a message with a wrong signature (401), or one signed more
// than five minutes ago if the service sends a timestamp. What was written is added to the conversation of its ticket.
// Messages without a ticket, and notes to tickets that are not there, are accepted and ignored. workshop must outlive
// the router.
void add_hook_routes(http::Router& router, Workshop& workshop, const HookSecrets& secrets,
                     const TicketListener& listener, const NowSeconds& now);

}  // namespace smartdesk::server

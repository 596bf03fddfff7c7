// Who asks: a browser's session or a program's token, and what every change leaves in the audit log.

#pragma once

#include <functional>
#include <string_view>

#include "http/router.h"
#include "server/accounts.h"

namespace smartdesk::server {

// Of browsers; bound to this host and to TLS by its name (RFC 6265bis, 4.1.3.2).
inline constexpr std::string_view kSessionCookie = "__Host-smartdesk";

// For ServerOptions::authorise. A session's requests other than GET must carry its X-CSRF-Token: throws Problem (403)
// where they do not. A token or session that is unknown or has ended is nobody. accounts outlives it.
std::function<http::Identity(const http::Request&)> authoriser(Accounts& accounts);

// The same routes; those that change something are noted in the audit log once done, and done once only where they
// carry an Idempotency-Key (docs/api.md). accounts outlives it.
http::Router audited(const http::Router& router, Accounts& accounts);

}  // namespace smartdesk::server

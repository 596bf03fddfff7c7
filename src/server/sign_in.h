// Authentication of requests by session or token, and the audit log entry for each change.

#pragma once

#include <functional>
#include <string_view>

#include "http/router.h"
#include "server/accounts.h"

namespace smartdesk::server {

// The session cookie; its name binds it to this host and to TLS (RFC 6265bis, 4.1.3.2).
inline constexpr std::string_view kSessionCookie = "__Host-smartdesk";

// For ServerOptions::authorise. A session's requests other than GET must carry its X-CSRF-Token; else throws Problem
// (403). An unknown or expired token or session is kNobody. accounts must outlive the result.
std::function<http::Identity(const http::Request&)> authoriser(Accounts& accounts);

// Whether the request comes with a token rather than a session.
bool is_by_token(const http::Request& request);

// The same routes; each change is written to the audit log, and runs only once if the request has an Idempotency-Key
// (docs/api.md). accounts must outlive the result.
http::Router audited(const http::Router& router, Accounts& accounts);

}  // namespace smartdesk::server

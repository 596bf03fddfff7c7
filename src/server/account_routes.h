// Who is there: signing in and out, users, API tokens, the audit log (docs/api.md).

#pragma once

#include <string>

#include "http/router.h"
#include "server/accounts.h"

namespace smartdesk::server {

// kNone: everybody who reaches the server is admin; it listens on this machine alone.
enum class SignInMode { kNone, kPassword };

// accounts outlives the router.
void add_account_routes(http::Router& router, Accounts& accounts, SignInMode mode, const std::string& version);

}  // namespace smartdesk::server

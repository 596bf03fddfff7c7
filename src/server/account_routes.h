// Accounts over HTTP: sign-in and sign-out, users, API tokens, the audit log (docs/api.md).

#pragma once

#include <boost/describe/enum.hpp>
#include <string>

#include "http/router.h"
#include "server/accounts.h"

namespace smartdesk::server {

// kNone: every client is admin; the server listens on loopback only.
enum class SignInMode { kNone, kPassword };
BOOST_DESCRIBE_ENUM(SignInMode, kNone, kPassword)

// accounts must outlive the router.
void add_account_routes(http::Router& router, Accounts& accounts, SignInMode mode, const std::string& version);

}  // namespace smartdesk::server

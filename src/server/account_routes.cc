#include "server/account_routes.h"

#include <boost/json.hpp>

#include "core/error.h"
#include "http/problem.h"
#include "server/internal/reading.h"
#include "server/sign_in.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr const char* kMe = R"({"user":"eve","role":"agent","csrf":"k9x…","sign_in":"password","version":"0.1.0"})";
constexpr const char* kToken =
    R"({"id":3,"name":"crm","role":"agent","created_at":"2026-03-01T09:30:00Z","expires_at":"2026-05-30T09:30:00Z"})";

json::value or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object me_json(const http::Identity& identity, std::string_view csrf, SignInMode mode,
                     const std::string& version) {
  const bool is_there = identity.role != http::Role::kNobody;
  return {{"user", or_null(identity.user)},
          {"role", is_there ? json::value(name_of(identity.role)) : json::value(nullptr)},
          {"csrf", csrf},
          {"sign_in", mode == SignInMode::kNone ? "none" : "password"},
          {"version", version}};
}

std::string cookie(std::string_view secret, std::string_view more = "") {
  return std::string(kSessionCookie) + "=" + std::string(secret) + "; Path=/; Secure; HttpOnly; SameSite=Strict" +
         std::string(more);
}

http::Response sign_in(const http::Request& request, Accounts& accounts, const std::string& version) {
  const auto body = object_of_body(request);
  const std::string user(prediction::text_in(body, "user")), password(prediction::text_in(body, "password"));
  const auto tried = accounts.sign_in(user, password, request.client);
  // A user name that does not exist may be a password in the wrong field.
  const auto known = accounts.find_user(user) ? user : std::string("somebody unknown");
  if (tried.outcome == SignIn::Outcome::kWait) {
    accounts.note(known, request.client, "sign-in refused for now", "");
    throw http::Problem::retry_after(
        429, tried.wait_seconds,
        "Too many wrong passwords. Try again in " + std::to_string(tried.wait_seconds) + " s.");
  }
  if (tried.outcome == SignIn::Outcome::kWrong) {
    accounts.note(known, request.client, "sign-in failed", "");
    throw http::Problem(401, "The user name or password is wrong.");
  }
  accounts.note(known, request.client, "sign-in", "");
  auto response = http::json_response(me_json(tried.identity, tried.csrf, SignInMode::kPassword, version));
  response.headers.emplace_back("Set-Cookie", cookie(tried.secret));
  return response;
}

http::Response sign_out(const http::Request& request, Accounts& accounts) {
  if (const auto secret = request.cookie(kSessionCookie); !secret.empty()) accounts.sign_out(secret);
  accounts.note(who_asks(request), request.client, "sign-out", "");
  auto response = http::no_content();
  response.headers.emplace_back("Set-Cookie", cookie("", "; Max-Age=0"));
  return response;
}

http::Response me(const http::Request& request, Accounts& accounts, SignInMode mode, const std::string& version) {
  const auto session = accounts.session(request.cookie(kSessionCookie));
  return http::json_response(me_json(request.identity, session ? session->csrf : "", mode, version));
}

// A change that Accounts refuses is the client's error.
template <typename Change>
auto refused_as_problem(const Change& change) {
  try {
    return change();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInvalidInput) throw;
    throw http::Problem(400, error.what());
  }
}

http::Role role_in(const json::object& body) {
  const auto role = http::role_named(prediction::text_in(body, "role"));
  if (!role || *role == http::Role::kNobody) throw http::Problem(400, "\"role\" must be viewer, agent or admin.");
  return *role;
}

json::object user_json(const User& user) {
  return {{"name", user.name}, {"role", name_of(user.role)}, {"created_at", utc_text(user.created_at)}};
}

http::Response all_users(const Accounts& accounts) {
  json::array users;
  for (const auto& user : accounts.users()) users.push_back(user_json(user));
  return http::json_response({{"users", std::move(users)}});
}

http::Response add_user(const http::Request& request, Accounts& accounts) {
  const auto body = object_of_body(request);
  const std::string name(prediction::text_in(body, "name"));
  refused_as_problem(
      [&] { accounts.add_user(name, std::string(prediction::text_in(body, "password")), role_in(body)); });
  return http::json_response(user_json(*accounts.find_user(name)), 201);
}

http::Response remove_user(const http::Request& request, Accounts& accounts) {
  const auto& name = request.parameter("name");
  if (!accounts.find_user(name)) throw http::Problem(404, "There is no user with this name.");
  refused_as_problem([&] { accounts.remove_user(name); });
  return http::no_content();
}

http::Response set_own_password(const http::Request& request, Accounts& accounts) {
  const auto body = object_of_body(request);
  const auto& user = request.identity.user;
  if (user.empty())
    throw http::Problem(409, "Sign-in is off on this server. Set passwords with `smartdesk user password NAME`.");
  const auto tried = accounts.sign_in(user, std::string(prediction::text_in(body, "password")), request.client);
  if (tried.outcome == SignIn::Outcome::kWait)
    throw http::Problem::retry_after(429, tried.wait_seconds, "Too many wrong passwords. Try again later.");
  if (tried.outcome == SignIn::Outcome::kWrong) throw http::Problem(403, "\"password\" is not your current password.");
  refused_as_problem([&] { accounts.set_password(user, std::string(prediction::text_in(body, "new_password"))); });
  accounts.note(user, request.client, "password changed", "");
  auto response = http::no_content();
  response.headers.emplace_back("Set-Cookie", cookie("", "; Max-Age=0"));
  return response;
}

json::object token_json(const ApiToken& token) {
  return {{"id", static_cast<std::int64_t>(token.id)},
          {"name", token.name},
          {"role", name_of(token.role)},
          {"created_at", utc_text(token.created_at)},
          {"expires_at", utc_text(token.expires_at)}};
}

const std::string& owner_of_tokens(const http::Request& request) {
  if (request.identity.user.empty())
    throw http::Problem(409,
                        "Sign-in is off on this server, so there are no tokens. Requests from this machine need none.");
  return request.identity.user;
}

http::Response all_tokens(const http::Request& request, const Accounts& accounts) {
  json::array tokens;
  if (!request.identity.user.empty()) {
    for (const auto& token : accounts.tokens_of(request.identity.user)) tokens.push_back(token_json(token));
  }
  return http::json_response({{"tokens", std::move(tokens)}});
}

http::Response make_token(const http::Request& request, Accounts& accounts) {
  owner_of_tokens(request);
  const auto body = object_of_body(request);
  const auto* days = body.if_contains("days");
  if (days != nullptr && !days->is_int64()) throw http::Problem(400, "\"days\" must be a whole number.");
  const auto made = refused_as_problem([&] {
    return accounts.make_token(request.identity, std::string(prediction::text_in(body, "name")), role_in(body),
                               days == nullptr ? 90 : static_cast<int>(days->get_int64()));
  });
  accounts.note(request.identity.user, request.client, "token made",
                "id=" + std::to_string(static_cast<std::int64_t>(made.token.id)));
  auto object = token_json(made.token);
  object["token"] = made.secret;
  return http::json_response(object, 201);
}

http::Response remove_token(const http::Request& request, Accounts& accounts) {
  const auto id = number_in_path(request, "id");
  if (!accounts.remove_token(owner_of_tokens(request), store::TokenId{id}))
    throw http::Problem(404, "You have no such token.");
  accounts.note(request.identity.user, request.client, "token removed", "id=" + std::to_string(id));
  return http::no_content();
}

http::Response audit_log(const http::Request& request, const Accounts& accounts) {
  json::array entries;
  for (const auto& entry : accounts.newest(static_cast<std::size_t>(request.query_number("limit", 100, 1, 1000)))) {
    entries.push_back({{"at", utc_text(entry.at)},
                       {"user", entry.user},
                       {"address", entry.address},
                       {"what", entry.what},
                       {"object", entry.object}});
  }
  return http::json_response({{"entries", std::move(entries)}});
}

void add_signing_in(http::Router& router, Accounts& accounts, SignInMode mode, const std::string& version) {
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/me",
              .role = http::Role::kNobody,
              .summary = "Show the signed-in user.",
              .handler = [&accounts, mode,
                          version](const http::Request& request) { return me(request, accounts, mode, version); },
              .answers = {.what = "`user` and `role` are null if nobody is signed in.", .example = kMe}});
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/sign-in",
       .role = http::Role::kNobody,
       .summary = "Sign in: open a session, stored in a cookie.",
       .handler = [&accounts, version](const http::Request& request) { return sign_in(request, accounts, version); },
       .rate_limit = http::RateLimit::kSignIn,
       .body_limit = 4096,
       .takes = http::Content{.what = "The user name and password.", .example = R"({"user":"eve","password":"…"})"},
       .answers = {.what = "As /me.", .example = kMe}});
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/sign-out",
              .role = http::Role::kViewer,
              .summary = "Sign out: end the session.",
              .handler = [&accounts](const http::Request& request) { return sign_out(request, accounts); },
              .answers = {.type = "", .status = 204}});
  router.add({.method = http::Method::kPut,
              .pattern = "/api/v1/me/password",
              .role = http::Role::kViewer,
              .summary = "Change your password and end all your sessions and tokens.",
              .handler = [&accounts](const http::Request& request) { return set_own_password(request, accounts); },
              .rate_limit = http::RateLimit::kSignIn,
              .body_limit = 4096,
              .takes = http::Content{.what = "The current and the new password.",
                                     .example = R"({"password":"…","new_password":"…"})"},
              .answers = {.type = "", .status = 204}});
}

void add_users(http::Router& router, Accounts& accounts) {
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/users",
       .role = http::Role::kAdmin,
       .summary = "List the users.",
       .handler = [&accounts](const http::Request&) { return all_users(accounts); },
       .answers = {.what = "Sorted by name.",
                   .example = R"({"users":[{"name":"eve","role":"agent","created_at":"2026-03-01T09:30:00Z"}]})"}});
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/users",
              .role = http::Role::kAdmin,
              .summary = "Add a user.",
              .handler = [&accounts](const http::Request& request) { return add_user(request, accounts); },
              .rate_limit = http::RateLimit::kWrite,
              .body_limit = 4096,
              .takes = http::Content{.what = "A password of 10 to 128 bytes; the role viewer, agent or admin.",
                                     .example = R"({"name":"eve","role":"agent","password":"…"})"},
              .answers = {.what = "The user.",
                          .example = R"({"name":"eve","role":"agent","created_at":"2026-03-01T09:30:00Z"})",
                          .status = 201}});
  router.add({.method = http::Method::kDelete,
              .pattern = "/api/v1/users/{name}",
              .role = http::Role::kAdmin,
              .summary = "Delete the user with all sessions and tokens.",
              .handler = [&accounts](const http::Request& request) { return remove_user(request, accounts); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = {.type = "", .status = 204}});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/audit-log",
              .role = http::Role::kAdmin,
              .summary = "List the audit log, newest first.",
              .handler = [&accounts](const http::Request& request) { return audit_log(request, accounts); },
              .query = {{"limit", "Maximum entries, 1 to 1,000 (default 100)."}},
              .answers = {.what = "Never contains a ticket's text or a secret.",
                          .example = R"({"entries":[{"at":"2026-03-01T09:30:00Z","user":"eve","address":"10.0.0.7",)"
                                     R"("what":"PATCH /api/v1/tickets/{id}/labels","object":"id=7"}]})"}});
}

void add_tokens(http::Router& router, Accounts& accounts) {
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tokens",
              .role = http::Role::kViewer,
              .summary = "List your API tokens.",
              .handler = [&accounts](const http::Request& request) { return all_tokens(request, accounts); },
              .answers = {.what = "Without the secrets of the tokens.",
                          .example = R"({"tokens":[)" + std::string(kToken) + "]}"}});
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/tokens",
       .role = http::Role::kViewer,
       .summary = "Create an API token with your role or a lower one.",
       .handler = [&accounts](const http::Request& request) { return make_token(request, accounts); },
       .rate_limit = http::RateLimit::kWrite,
       .body_limit = 4096,
       .takes = http::Content{.what = "`days`: validity in days (default 90).",
                              .example = R"({"name":"crm","role":"agent","days":90})"},
       .answers = {
           .what = "With the secret of the token, which is shown only once.", .example = kToken, .status = 201}});
  router.add({.method = http::Method::kDelete,
              .pattern = "/api/v1/tokens/{id}",
              .role = http::Role::kViewer,
              .summary = "Revoke one of your tokens.",
              .handler = [&accounts](const http::Request& request) { return remove_token(request, accounts); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = {.type = "", .status = 204}});
}

}  // namespace

void add_account_routes(http::Router& router, Accounts& accounts, SignInMode mode, const std::string& version) {
  add_signing_in(router, accounts, mode, version);
  add_users(router, accounts);
  add_tokens(router, accounts);
}

}  // namespace smartdesk::server

#include "server/account_routes.h"

#include "core/error.h"
#include "http/problem.h"
#include "server/api/accounts.h"
#include "server/internal/reading.h"
#include "server/sign_in.h"

namespace smartdesk::server {
namespace {

constexpr int kUsualTokenDays = 90;
constexpr const char* kMe = R"({"user":"eve","role":"agent","csrf":"k9x…","sign_in":"password","version":"0.1.0"})";
constexpr const char* kToken =
    R"({"id":3,"name":"crm","role":"agent","created_at":"2026-03-01T09:30:00Z","expires_at":"2026-05-30T09:30:00Z"})";
constexpr const char* kNewToken =
    R"({"id":3,"name":"crm","role":"agent","created_at":"2026-03-01T09:30:00Z","expires_at":"2026-05-30T09:30:00Z",)"
    R"("token":"sd_…"})";

constexpr http::NumberParameter kEntries{"limit", "Maximum entries.", 100, 1, 1000};

api::Me me_of(const http::Identity& identity, const std::string& csrf, SignInMode mode, const std::string& version) {
  api::Me me{{}, {}, csrf, mode, version};
  if (!identity.user.empty()) me.user = identity.user;
  if (identity.role != http::Role::kNobody) me.role = identity.role;
  return me;
}

std::string cookie(std::string_view secret, std::string_view more = "") {
  return std::string(kSessionCookie) + "=" + std::string(secret) + "; Path=/; Secure; HttpOnly; SameSite=Strict" +
         std::string(more);
}

http::Response sign_in(const http::Request& request, Accounts& accounts, const std::string& version) {
  const auto [user, password] = body_of<api::SignInRequest>(request);
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
  auto response = http::json_response(me_of(tried.identity, tried.csrf, SignInMode::kPassword, version));
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
  return http::json_response(me_of(request.identity, session ? session->csrf : "", mode, version));
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

api::User answer_of(const User& user) { return {user.name, user.role, utc_text(user.created_at)}; }

http::Response all_users(const Accounts& accounts) {
  api::Users answer;
  for (const auto& user : accounts.users()) answer.users.push_back(answer_of(user));
  return http::json_response(answer);
}

http::Response add_user(const http::Request& request, Accounts& accounts) {
  const auto asked = body_of<api::NewUser>(request);
  refused_as_problem([&] { accounts.add_user(asked.name, asked.password, asked.role); });
  return http::json_response(answer_of(*accounts.find_user(asked.name)), 201);
}

http::Response remove_user(const http::Request& request, Accounts& accounts) {
  const auto& name = request.parameter("name");
  if (!accounts.find_user(name)) throw http::Problem(404, "There is no user with this name.");
  refused_as_problem([&] { accounts.remove_user(name); });
  return http::no_content();
}

http::Response set_own_password(const http::Request& request, Accounts& accounts) {
  const auto asked = body_of<api::PasswordChange>(request);
  const auto& user = request.identity.user;
  if (user.empty())
    throw http::Problem(409, "Sign-in is off on this server. Set passwords with `smartdesk user password NAME`.");
  const auto tried = accounts.sign_in(user, asked.password, request.client);
  if (tried.outcome == SignIn::Outcome::kWait)
    throw http::Problem::retry_after(429, tried.wait_seconds, "Too many wrong passwords. Try again later.");
  if (tried.outcome == SignIn::Outcome::kWrong) throw http::Problem(403, "\"password\" is not your current password.");
  refused_as_problem([&] { accounts.set_password(user, asked.new_password); });
  accounts.note(user, request.client, "password changed", "");
  auto response = http::no_content();
  response.headers.emplace_back("Set-Cookie", cookie("", "; Max-Age=0"));
  return response;
}

api::ApiToken answer_of(const ApiToken& token) {
  return {token.id, token.name, token.role, utc_text(token.created_at), utc_text(token.expires_at)};
}

const std::string& owner_of_tokens(const http::Request& request) {
  if (request.identity.user.empty())
    throw http::Problem(409,
                        "Sign-in is off on this server, so there are no tokens. Requests from this machine need none.");
  return request.identity.user;
}

http::Response all_tokens(const http::Request& request, const Accounts& accounts) {
  api::ApiTokens answer;
  if (!request.identity.user.empty()) {
    for (const auto& token : accounts.tokens_of(request.identity.user)) answer.tokens.push_back(answer_of(token));
  }
  return http::json_response(answer);
}

http::Response make_token(const http::Request& request, Accounts& accounts) {
  owner_of_tokens(request);
  // Else a token that leaked could outlive its own end.
  if (is_by_token(request)) throw http::Problem(403, "A token cannot make tokens. Sign in with your password.");
  const auto asked = body_of<api::TokenRequest>(request);
  const auto made = refused_as_problem([&] {
    return accounts.make_token(request.identity, asked.name, asked.role, asked.days.value_or(kUsualTokenDays));
  });
  accounts.note(request.identity.user, request.client, "token made",
                "id=" + std::to_string(static_cast<std::int64_t>(made.token.id)));
  return http::json_response(api::NewToken{answer_of(made.token), made.secret}, 201);
}

http::Response remove_token(const http::Request& request, Accounts& accounts) {
  const auto id = number_in_path(request, "id");
  if (!accounts.remove_token(owner_of_tokens(request), store::TokenId{id}))
    throw http::Problem(404, "You have no such token.");
  accounts.note(request.identity.user, request.client, "token removed", "id=" + std::to_string(id));
  return http::no_content();
}

http::Response audit_log(const http::Request& request, const Accounts& accounts) {
  api::AuditLog answer;
  for (const auto& entry : accounts.newest(static_cast<std::size_t>(kEntries.read(request))))
    answer.entries.push_back({utc_text(entry.at), entry.user, entry.address, entry.what, entry.object});
  return http::json_response(answer);
}

void add_signing_in(http::Router& router, Accounts& accounts, SignInMode mode, const std::string& version) {
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/me",
              .role = http::Role::kNobody,
              .summary = "Show the signed-in user.",
              .handler = [&accounts, mode,
                          version](const http::Request& request) { return me(request, accounts, mode, version); },
              .answers = http::json_content<api::Me>("`user` and `role` are null if nobody is signed in.", kMe)});
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/sign-in",
       .role = http::Role::kNobody,
       .summary = "Sign in: open a session, stored in a cookie.",
       .handler = [&accounts, version](const http::Request& request) { return sign_in(request, accounts, version); },
       .cost = http::Cost::kHashing,
       .rate_limit = http::RateLimit::kSignIn,
       .body_limit = 4096,
       .takes =
           http::json_content<api::SignInRequest>("The user name and password.", R"({"user":"eve","password":"…"})"),
       .answers = http::json_content<api::Me>("As /me.", kMe)});
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
              .cost = http::Cost::kHashing,
              .rate_limit = http::RateLimit::kSignIn,
              .body_limit = 4096,
              .takes = http::json_content<api::PasswordChange>("The current and the new password.",
                                                               R"({"password":"…","new_password":"…"})"),
              .answers = {.type = "", .status = 204}});
}

void add_users(http::Router& router, Accounts& accounts) {
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/users",
       .role = http::Role::kAdmin,
       .summary = "List the users.",
       .handler = [&accounts](const http::Request&) { return all_users(accounts); },
       .answers = http::json_content<api::Users>(
           "Sorted by name.", R"({"users":[{"name":"eve","role":"agent","created_at":"2026-03-01T09:30:00Z"}]})")});
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/users",
       .role = http::Role::kAdmin,
       .summary = "Add a user.",
       .handler = [&accounts](const http::Request& request) { return add_user(request, accounts); },
       .cost = http::Cost::kHashing,
       .rate_limit = http::RateLimit::kWrite,
       .body_limit = 4096,
       .takes = http::json_content<api::NewUser>("A password of 10 to 128 bytes; the role viewer, agent or admin.",
                                                 R"({"name":"eve","role":"agent","password":"…"})"),
       .answers = http::json_content<api::User>(
           "The user.", R"({"name":"eve","role":"agent","created_at":"2026-03-01T09:30:00Z"})", 201)});
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
              .query = {kEntries},
              .answers = http::json_content<api::AuditLog>(
                  "Never contains a ticket's text or a secret.",
                  R"({"entries":[{"at":"2026-03-01T09:30:00Z","user":"eve","address":"10.0.0.7",)"
                  R"("what":"PATCH /api/v1/tickets/{id}/labels","object":"id=7"}]})")});
}

void add_tokens(http::Router& router, Accounts& accounts) {
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tokens",
              .role = http::Role::kViewer,
              .summary = "List your API tokens.",
              .handler = [&accounts](const http::Request& request) { return all_tokens(request, accounts); },
              .answers = http::json_content<api::ApiTokens>("Without the secrets of the tokens.",
                                                            R"({"tokens":[)" + std::string(kToken) + "]}")});
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/tokens",
              .role = http::Role::kViewer,
              .summary = "Create an API token with your role or a lower one.",
              .handler = [&accounts](const http::Request& request) { return make_token(request, accounts); },
              .rate_limit = http::RateLimit::kWrite,
              .body_limit = 4096,
              .takes = http::json_content<api::TokenRequest>("`days`: validity in days (default 90).",
                                                             R"({"name":"crm","role":"agent","days":90})"),
              .answers = http::json_content<api::NewToken>("With the secret of the token, which is shown only once.",
                                                           kNewToken, 201)});
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

#include "server/sign_in.h"

#include <boost/beast/core/string.hpp>

#include "files/digest.h"
#include "http/problem.h"
#include "server/internal/reading.h"

namespace smartdesk::server {
namespace {

constexpr std::size_t kLongestKey = 255;

// The token of "Authorization: Bearer TOKEN"; empty if there is none.
std::string_view bearer_of(const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto value = request.header("Authorization");
  if (value.size() <= kScheme.size() || !boost::beast::iequals(value.substr(0, kScheme.size()), kScheme)) return {};
  return value.substr(kScheme.size());
}

}  // namespace

bool is_by_token(const http::Request& request) { return !bearer_of(request).empty(); }

namespace {

bool changes_something(const http::Route& route) {
  return route.role >= http::Role::kAgent && (route.method != http::Method::kGet || route.pattern == "/api/v1/export");
}

std::string object_of(const http::Request& request) {
  std::string object;
  for (const auto& [name, value] : request.parameters) {
    if (!object.empty()) object += ' ';
    object.append(name).append("=").append(value);
  }
  return object;
}

http::Handler noted(const http::Route& route, Accounts& accounts) {
  const auto what = std::string(name_of(route.method)) + " " + route.pattern;
  return [handler = route.handler, what, &accounts](const http::Request& request) {
    auto response = handler(request);
    accounts.note(who_asks(request), request.client, what, object_of(request));
    return response;
  };
}

http::Response kept_answer(const Claim& claim) {
  auto response = http::json_response(claim.answer, claim.status);
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

// draft-ietf-httpapi-idempotency-key-header.
http::Handler done_once(const http::Route& route, Accounts& accounts) {
  const auto name = std::string(name_of(route.method)) + " " + route.pattern;
  return [handler = route.handler, name, &accounts](const http::Request& request) {
    const std::string key(request.header("Idempotency-Key"));
    if (key.empty()) return handler(request);
    if (key.size() > kLongestKey) throw http::Problem(400, "An Idempotency-Key may have at most 255 bytes.");
    const KeyedRequest keyed{key, request.identity.user, name + " " + request.path,
                             files::hex(files::sha256(request.body))};
    const auto claim = accounts.begin(keyed);
    switch (claim.state) {
      case Claim::State::kKept:
        return kept_answer(claim);
      case Claim::State::kInProgress:
        throw http::Problem::retry_after(409, 1, "The same request is still in progress. Try again in a second.");
      case Claim::State::kOtherRequest:
        throw http::Problem(422, "This Idempotency-Key was used for a different request. Choose a new one.");
      case Claim::State::kNew:
        break;
    }
    try {
      auto response = handler(request);
      accounts.keep(keyed, response.status, response.body);
      return response;
    } catch (...) {
      accounts.forget(keyed);
      throw;
    }
  };
}

}  // namespace

std::function<http::Identity(const http::Request&)> authoriser(Accounts& accounts) {
  return [&accounts](const http::Request& request) {
    if (const auto token = bearer_of(request); !token.empty()) return accounts.token(token).value_or(http::Identity{});
    const auto cookie = request.cookie(kSessionCookie);
    if (cookie.empty()) return http::Identity{};
    const auto session = accounts.session(cookie);
    if (!session) return http::Identity{};
    if (request.method != http::Method::kGet && !is_same_secret(request.header("X-CSRF-Token"), session->csrf))
      throw http::Problem(403, "This request needs an X-CSRF-Token header with the value from GET /api/v1/me.");
    return session->identity;
  };
}

http::Router audited(const http::Router& router, Accounts& accounts) {
  http::Router made;
  for (auto route : router.routes()) {
    if (changes_something(route)) {
      route.handler = noted(route, accounts);
      // The other methods are idempotent, and their responses hold tickets, which must not be stored.
      if (route.method == http::Method::kPost && route.body_storage == http::BodyStorage::kMemory)
        route.handler = done_once(route, accounts);
    }
    made.add(std::move(route));
  }
  return made;
}

}  // namespace smartdesk::server

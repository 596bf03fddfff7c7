#include "http/internal/gate.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/verb.hpp>
#include <utility>

#include "http/problem.h"
#include "text/ascii.h"

namespace smartdesk::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::iequals;

// Optional white space (RFC 9110, section 5.6.3).
std::string_view trimmed(std::string_view text) { return text::trimmed(text, " \t"); }

// Prevents request smuggling: if two parsers disagree about where a request ends, one request can hide in another.
void check_framing(const RequestHeader& header) {
  const auto lengths = header.count(beast_http::field::content_length),
             codings = header.count(beast_http::field::transfer_encoding);
  if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0))
    throw Problem(400, "A request may have one Content-Length or one Transfer-Encoding header, not several.");
  if (codings == 0) return;
  if (header.version() < 11) throw Problem(400, "Transfer-Encoding requires HTTP/1.1.");
  const auto coding = trimmed(header[beast_http::field::transfer_encoding]);
  if (iequals(coding, "chunked")) return;
  // RFC 9112, section 6.3: the length of such a body is unknown.
  const auto comma = coding.find(',');
  if (comma != std::string_view::npos && iequals(trimmed(coding.substr(0, comma)), "chunked"))
    throw Problem(400, "Transfer-Encoding must end with chunked.");
  throw Problem(501, "The only supported Transfer-Encoding of requests is chunked.");
}

void check_coding(const RequestHeader& header) {
  const auto coding = trimmed(header[beast_http::field::content_encoding]);
  if (!coding.empty() && !iequals(coding, "identity"))
    throw Problem(415, "Compressed request bodies are not supported. Send the body uncompressed.");
}

std::optional<Method> method_of(beast_http::verb verb) {
  switch (verb) {
    case beast_http::verb::get:
    case beast_http::verb::head:
      return Method::kGet;
    case beast_http::verb::post:
      return Method::kPost;
    case beast_http::verb::put:
      return Method::kPut;
    case beast_http::verb::patch:
      return Method::kPatch;
    case beast_http::verb::delete_:
      return Method::kDelete;
    default:
      return std::nullopt;
  }
}

void copy_headers(const RequestHeader& header, Request& request) {
  for (const auto& field : header) request.headers.emplace_back(field.name_string(), field.value());
}

void split_target(std::string_view target, Request& request) {
  target = target.substr(0, target.find('#'));
  const auto question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  request.query = target.substr(std::min(question + 1, target.size()));
}

}  // namespace

Gate::Gate(const ServerOptions& options, std::shared_ptr<const Router> router)
    : options_(options),
      router_(std::move(router)),
      writes_(options.limits.writes_per_second, 5 * options.limits.writes_per_second),
      sign_ins_(options.limits.sign_ins_per_minute / 60, options.limits.sign_ins_per_minute) {
  for (const auto& proxy : options.trusted_proxies) trusted_.push_back(Network::parse(proxy));
}

void Gate::admit(const RequestHeader& header, const Wire& wire, Admitted& admitted) {
  auto& request = admitted.request;
  admitted.is_head = header.method() == beast_http::verb::head;
  request.client = wire.peer;
  check_framing(header);
  admitted.is_framed = true;
  split_target(target_within(header, wire), request);
  copy_headers(header, request);
  find_client(wire, request);
  if (header.method() == beast_http::verb::options) {
    admitted.allow =
        request.path == "*" ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : router_->allowed(request.path);
    if (!admitted.allow.empty()) return;
  }
  const auto method = method_of(header.method());
  if (!method) {
    const auto allow = router_->allowed(request.path);
    if (allow.empty()) throw Problem(404, "This path does not exist. See /docs for all paths.");
    throw Problem(405, "This path supports only " + allow + ".").with_header("Allow", allow);
  }
  request.method = *method;
  auto match = router_->match(*method, request.path);
  admitted.route = match.route;
  request.parameters = std::move(match.parameters);
  check_encryption(*match.route, request);
  check_origin(request);
  check_rate_limit(*match.route, request);
  check_role(*match.route, request);
  check_coding(header);
}

// A target with a scheme names the host itself (RFC 9112, 3.2.2).
std::string_view Gate::target_within(const RequestHeader& header, const Wire& wire) const {
  const auto hosts = header.count(beast_http::field::host);
  if (hosts > 1 || (hosts == 0 && header.version() >= 11))
    throw Problem(400, "A request must have exactly one Host header.");
  std::string_view host = header[beast_http::field::host], target = header.target();
  if (const auto scheme = target.find("://"); !target.starts_with('/') && scheme != std::string_view::npos) {
    target.remove_prefix(scheme + 3);
    const auto slash = std::min(target.find_first_of("/?#"), target.size());
    host = target.substr(0, slash);
    target.remove_prefix(slash);
    if (target.empty()) target = "/";
  }
  // Defends against DNS rebinding, which only affects browsers, and they all use HTTP/1.1.
  if (host.find('@') != std::string_view::npos) throw Problem(400, "A Host has no user name before it.");
  if (hosts > 0 || header.version() >= 11) check_host(host, wire);
  if (!target.starts_with('/') && target != "*") throw Problem(400, "A request target must begin with a slash.");
  return target;
}

void Gate::check_host(std::string_view host, const Wire& wire) const {
  const auto name = host_name(host);
  const bool is_allowed = name == wire.local || name == "localhost" || name == options_.host ||
                          (is_loopback(name) && is_loopback(wire.local)) ||
                          std::any_of(options_.allowed_hosts.begin(), options_.allowed_hosts.end(),
                                      [&](const std::string& allowed) { return text::ascii_lower(allowed) == name; });
  if (!is_allowed)
    throw Problem(421, "The server does not accept this Host name. Its operator can add it to the allowed hosts.");
}

// Defends against CSRF: a page of another site can make a browser send a request, and on loopback nobody signs in.
void Gate::check_origin(const Request& request) const {
  const auto origin = request.header("Origin");
  if (request.method == Method::kGet || origin.empty()) return;
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos || !iequals(origin.substr(scheme + 3), request.header("Host")))
    throw Problem(403, "Requests from pages of other sites may not change data.");
}

// Passwords, tokens and tickets go over TLS only; what everybody may see does not need it.
void Gate::check_encryption(const Route& route, const Request& request) const {
  if (!options_.requires_tls || request.is_secure) return;
  if (route.method == Method::kGet && route.role == Role::kNobody) return;
  throw Problem(403, "This server takes requests over HTTPS only. Use the address of its proxy.");
}

bool Gate::is_trusted(std::string_view address) const {
  return std::any_of(trusted_.begin(), trusted_.end(), [&](const Network& network) { return network.holds(address); });
}

// Each proxy appends the address that it received the request from, so the client is the last address that is not a
// trusted proxy. Earlier entries may be forged.
void Gate::find_client(const Wire& wire, Request& request) const {
  request.is_secure = wire.is_tls;
  if (!is_trusted(wire.peer)) return;
  if (!wire.is_tls) request.is_secure = iequals(request.header("X-Forwarded-Proto"), "https");
  for (auto named = request.headers.rbegin(); named != request.headers.rend(); ++named) {
    if (!iequals(named->first, "X-Forwarded-For")) continue;
    std::string_view rest = named->second;
    while (!rest.empty()) {
      const auto comma = rest.rfind(',');
      const auto address = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
      rest = rest.substr(0, comma == std::string_view::npos ? 0 : comma);
      if (address.empty()) continue;
      request.client = address;
      if (!is_trusted(address)) return;
    }
  }
}

void Gate::check_rate_limit(const Route& route, const Request& request) {
  if (route.rate_limit == RateLimit::kNone) return;
  const int wait = limiter_of(route.rate_limit).seconds_to_wait(network_of(request.client));
  if (wait > 0)
    throw Problem::retry_after(429, wait, "Too many requests. Try again in " + std::to_string(wait) + " s.");
}

std::vector<TokensTaken> Gate::tokens_taken() {
  std::vector<TokensTaken> taken;
  for (const auto rate_limit : {RateLimit::kWrite, RateLimit::kSignIn}) {
    limiter_of(rate_limit).each_taken([&](const std::string& client, std::uint64_t tokens) {
      taken.push_back({rate_limit, client, tokens});
    });
  }
  return taken;
}

void Gate::charge(std::span<const TokensTaken> elsewhere) {
  for (const auto& taken : elsewhere) limiter_of(taken.rate_limit).charge(taken.client, taken.tokens);
}

void Gate::check_role(const Route& route, Request& request) const {
  request.identity = options_.authorise ? options_.authorise(request) : Identity{"", Role::kAdmin};
  if (request.identity.role >= route.role) return;
  const std::string role(name_of(route.role));
  if (request.identity.role != Role::kNobody) throw Problem(403, "This requires the role " + role + ".");
  throw Problem(401, "Sign in, or send `Authorization: Bearer TOKEN`. This requires the role " + role + ".")
      .with_header("WWW-Authenticate", "Bearer");
}

std::string host_name(std::string_view host) {
  if (host.starts_with('[')) return text::ascii_lower(host.substr(1, std::min(host.find(']'), host.size()) - 1));
  return text::ascii_lower(host.substr(0, host.find(':')));
}

}  // namespace smartdesk::http

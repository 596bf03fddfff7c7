// Checks a request before its body is read: Host, framing, route, origin, rate limit and role.

#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/http_server.h"
#include "http/internal/network.h"
#include "http/internal/rate_limiter.h"

namespace smartdesk::http {

using RequestHeader = boost::beast::http::request_header<boost::beast::http::fields>;

// Facts about a connection, known before the first request.
struct Wire {
  std::string peer;  // addresses
  std::string local;
  bool is_tls = false;
};

// An admitted request.
struct Admitted {
  Request request;
  const Route* route = nullptr;
  bool is_framed = false;  // it is known where the request ends
  bool is_head = false;
  std::string allow;  // for OPTIONS, which has no route
};

// Thread-safe.
class Gate {
 public:
  Gate(const ServerOptions& options, std::shared_ptr<const Router> router);

  // Fills in `admitted` as far as possible (for the log), then throws Problem if the request must be refused.
  void admit(const RequestHeader& header, const Wire& wire, Admitted& admitted);

  // See HttpServer.
  std::vector<TokensTaken> tokens_taken();
  void charge(std::span<const TokensTaken> elsewhere);

 private:
  std::string_view target_within(const RequestHeader& header, const Wire& wire) const;
  void check_host(std::string_view host, const Wire& wire) const;
  void check_encryption(const Route& route, const Request& request) const;
  void check_origin(const Request& request) const;
  void find_client(const Wire& wire, Request& request) const;
  void check_rate_limit(const Route& route, const Request& request);
  RateLimiter& limiter_of(RateLimit rate_limit) { return rate_limit == RateLimit::kWrite ? writes_ : sign_ins_; }
  void check_role(const Route& route, Request& request) const;
  bool is_trusted(std::string_view address) const;

  const ServerOptions& options_;
  std::shared_ptr<const Router> router_;
  std::vector<Network> trusted_;
  RateLimiter writes_, sign_ins_;
};

// The address or name in "name:port", "1.2.3.4" or "[::1]:8080", lower case and without brackets.
std::string host_name(std::string_view host);

}  // namespace smartdesk::http

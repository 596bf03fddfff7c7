// An HTTP/1.1 server with limits on the size, number, duration and rate of requests. RFC 9110, RFC 9112.

#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.h"
#include "http/server_metrics.h"

namespace smartdesk::http {

struct ServerLimits {
  std::size_t header_bytes = 8192;                       // request line and headers; 431 beyond
  std::size_t connections = 20'000;                      // more connections wait in the listen queue
  std::size_t waiting_slow = 128;                        // slow requests that may wait for a worker; 503 beyond
  std::size_t waiting_hashing = 32;                      // sign-ins that may wait for a worker; 503 beyond
  std::size_t quick_body_bytes = std::size_t{16} << 10;  // a quick route with a longer body runs as a slow one
  double writes_per_second = 200;                        // per client address; 429 beyond
  double sign_ins_per_minute = 20;                       // per client address; 429 beyond
  std::chrono::seconds header_deadline{10};              // for the whole header, from its first byte; 408
  std::chrono::seconds body_deadline{30};   // for the whole body, plus one second per 256 KiB of the body limit; 408
  std::chrono::seconds write_deadline{30};  // for the client to take the next chunk
  std::chrono::seconds idle_deadline{120};  // between two requests
  std::chrono::seconds drain_deadline{10};  // for running requests when the server stops
};

struct ServerOptions {
  std::string host = "127.0.0.1";            // an address, or "localhost"
  int port = 8080;                           // 0: any free port
  int threads = 0;                           // for I/O; 0: one per hardware thread
  int workers = 0;                           // for slow routes; 0: one per hardware thread, at least 2
  std::string certificate_file, key_file;    // PEM; both or neither; TLS 1.2 and up
  std::vector<std::string> trusted_proxies;  // addresses, or networks such as 10.0.0.0/8, whose X-Forwarded-For
                                             // and X-Forwarded-Proto are trusted
  bool requires_tls = false;                 // 403 for a request that came neither over TLS nor through a trusted
                                             // proxy with X-Forwarded-Proto: https, except for public pages
  std::vector<std::string> allowed_hosts;    // accepted Host names, besides localhost and the local address
  std::string body_folder;                   // for bodies with BodyStorage::kFile; empty: the system's temporary folder
  ServerLimits limits = {};

  // Identifies the client from cookies and headers (the body is not read yet). Runs on an I/O thread, so it must be
  // quick. Throws Problem to refuse. Empty: every client is admin, and the server listens on loopback only.
  std::function<Identity(const Request&)> authorise;

  // One line per request: client, method, pattern, status, bytes, milliseconds. Never a query or a body. May be empty.
  std::function<void(std::string_view line)> access_log;

  // Internal errors (status 500), for the operator of the server. May be empty.
  std::function<void(std::string_view line)> error_log;
};

// How many tokens of a rate limit a client (an address) has used.
struct TokensTaken {
  RateLimit rate_limit = RateLimit::kWrite;  // not kNone
  std::string client;
  std::uint64_t tokens = 0;
};

// Whether an address or name is loopback.
bool is_loopback(std::string_view host);

// What one subscriber has: an IPv4 address as it is, the /64 network of an IPv6 address ("2001:db8:1:2::/64"). A text
// that is no address stays as it is.
std::string network_of(std::string_view address);

// Checks each route's role against ServerOptions::authorise before its handler runs: 401 if nobody is signed in, 403 if
// the role is too low.
class HttpServer {
 public:
  // Starts to listen; run() answers the requests. Throws Error{kUsage} with what to do for an address that cannot be
  // bound, an invalid proxy, an unreadable certificate, or a host beyond loopback without `authorise`.
  HttpServer(ServerOptions options, std::shared_ptr<const Router> router, std::shared_ptr<ServerMetrics> metrics);
  ~HttpServer();

  int port() const;
  std::string url() const;  // "http://127.0.0.1:8080"

  // Answers until `stopped` is set or stop() is called, then lets running requests finish (limits.drain_deadline at
  // most) and returns. Blocks.
  void run(const std::atomic<bool>* stopped = nullptr);

  // From any thread.
  void stop();

  // Shares rate limits between servers. tokens_taken() returns what each client used here since the last call; charge()
  // deducts what clients used on other servers. Callable from any thread. Cost: at most 100,000 clients are visited.
  std::vector<TokensTaken> tokens_taken();
  void charge(std::span<const TokensTaken> elsewhere);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::http

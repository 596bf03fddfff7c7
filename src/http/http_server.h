// An HTTP/1.1 server with limits on everything that a client can send, hold or ask too often. RFC 9110, RFC 9112.

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
  std::size_t connections = 20'000;                      // further ones wait in the listen queue
  std::size_t waiting_slow = 128;                        // slow requests that wait for a worker; 503 beyond
  std::size_t quick_body_bytes = std::size_t{16} << 10;  // a longer body makes a quick route slow
  double writes_per_second = 200;                        // per client address; 429 beyond
  double sign_ins_per_minute = 20;                       // per client address; 429 beyond
  std::chrono::seconds header_deadline{10};              // for the whole header, from its first byte; 408
  std::chrono::seconds body_deadline{
      30};  // for the whole body, and a second for each further 256 KiB of the limit; 408
  std::chrono::seconds write_deadline{30};  // for the client to take the next piece
  std::chrono::seconds idle_deadline{120};  // between two requests
  std::chrono::seconds drain_deadline{10};  // for what runs when the server stops
};

struct ServerOptions {
  std::string host = "127.0.0.1";            // an address, or "localhost"
  int port = 8080;                           // 0: a free one
  int threads = 0;                           // for I/O; 0: as many as the machine has
  int workers = 0;                           // for slow routes; 0: as many as the machine has, at least 2
  std::string certificate_file, key_file;    // PEM; both or neither; TLS 1.2 and up
  std::vector<std::string> trusted_proxies;  // addresses, or networks as in 10.0.0.0/8, whose X-Forwarded-For and
                                             // -Proto are believed
  std::vector<std::string> allowed_hosts;    // names in Host beside localhost and the address that was connected to
  std::string body_folder;                   // for bodies with BodyStorage::kFile; empty: the system's temporary folder
  ServerLimits limits = {};

  // Says who asks, from cookies and headers (the body is not read yet), on an I/O thread: it must be quick. Throws
  // Problem to refuse. Empty: everybody is admin, and the server listens on loopback only.
  std::function<Identity(const Request&)> authorise;

  // A line per request: client, method, pattern, status, bytes, milliseconds. Never a query or a body. May be empty.
  std::function<void(std::string_view line)> access_log;

  // What went wrong inside (status 500), for whoever runs the server. May be empty.
  std::function<void(std::string_view line)> error_log;
};

// What a client, known by its address, took of what a rate limit allows it.
struct TokensTaken {
  RateLimit rate_limit = RateLimit::kWrite;  // not kNone
  std::string client;
  std::uint64_t tokens = 0;
};

// Whether an address or name means this machine alone.
bool is_loopback(std::string_view host);

// Each route's role is checked against ServerOptions::authorise before its handler runs: 401 for nobody, 403 for too
// little.
class HttpServer {
 public:
  // Listens; throws Error{kUsage} for an address that cannot be had, a proxy that is none, a certificate that cannot be
  // read, or a host beyond loopback without `authorise`, with what to do. Requests wait until run().
  HttpServer(ServerOptions options, std::shared_ptr<const Router> router, std::shared_ptr<ServerMetrics> metrics);
  ~HttpServer();

  int port() const;
  std::string url() const;  // "http://127.0.0.1:8080"

  // Answers until `stopped` is set or stop() is called, then lets what runs finish (limits.drain_deadline at most) and
  // returns. Blocks.
  void run(const std::atomic<bool>* stopped = nullptr);

  // From any thread.
  void stop();

  // For several servers that keep one rate limit together: what each client took here since the last call, and what it
  // took elsewhere, which is missing here from now on. From any thread. Cost: at most 100,000 clients are looked
  // through.
  std::vector<TokensTaken> tokens_taken();
  void charge(std::span<const TokensTaken> elsewhere);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::http

// One rate limit for each client, however many servers of a team it asks.

#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <thread>

#include "http/http_server.h"
#include "store/token_bucket_ledger.h"

namespace smartdesk::server {

// Once a second, from a thread of its own, tells what clients took at this server and charges what they took at others.
// While the database is away each server goes on alone; what was taken meanwhile is forgotten.
class SharedRateLimits {
 public:
  // error_log: of a database that is away, once each time; may be empty. The server outlives this.
  SharedRateLimits(http::HttpServer& server, const store::WorkspaceLocation& location,
                   std::function<void(std::string_view line)> error_log);
  ~SharedRateLimits();

 private:
  void exchange();

  http::HttpServer& server_;
  store::TokenBucketLedger ledger_;
  const std::function<void(std::string_view line)> error_log_;
  std::jthread thread_;
};

}  // namespace smartdesk::server

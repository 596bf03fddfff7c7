// Rate limits per client across all servers of a team.

#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <thread>

#include "http/http_server.h"
#include "store/token_bucket_ledger.h"

namespace smartdesk::server {

// Once a second, on its own thread, publishes the tokens that clients took at this server and charges those taken at
// others. While the database is unavailable each server limits on its own; tokens taken meanwhile are not shared.
class SharedRateLimits {
 public:
  // error_log: called once per database outage; may be empty. The server must outlive this.
  SharedRateLimits(http::HttpServer& server, std::unique_ptr<store::TokenBucketLedger> ledger,
                   std::function<void(std::string_view line)> error_log);
  ~SharedRateLimits();

 private:
  void exchange();

  http::HttpServer& server_;
  const std::unique_ptr<store::TokenBucketLedger> ledger_;
  const std::function<void(std::string_view line)> error_log_;
  std::jthread thread_;
};

}  // namespace smartdesk::server

// One pace for each client, however many servers of a team it asks.

#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <thread>

#include "http/http_server.h"
#include "store/permit_ledger.h"

namespace smartdesk::server {

// Once a second, from a thread of its own, tells what clients took at this server and charges what they took at others.
// While the database is away each server goes on alone; what was taken meanwhile is forgotten.
class SharedPaces {
 public:
  // error_log: of a database that is away, once each time; may be empty. The server outlives this.
  SharedPaces(http::HttpServer& server, const store::WorkspaceLocation& location,
              std::function<void(std::string_view line)> error_log);
  ~SharedPaces();

 private:
  void exchange();

  http::HttpServer& server_;
  store::PermitLedger ledger_;
  const std::function<void(std::string_view line)> error_log_;
  std::jthread thread_;
};

}  // namespace smartdesk::server

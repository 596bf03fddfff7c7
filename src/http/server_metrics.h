// Metrics of the server, in Prometheus text format.

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/request.h"

namespace smartdesk::http {

// Thread-safe. Labels contain route patterns only, never text from clients.
class ServerMetrics {
 public:
  ServerMetrics();
  ~ServerMetrics();

  void request_started();
  void request_ended(std::string_view method, std::string_view pattern, int status, std::chrono::nanoseconds taken);
  void connections_are(std::size_t open);
  void waiting_are(std::size_t requests);

  // Further metrics of the program. The returned functions are thread-safe and valid as long as this object.
  std::function<void(double more)> counter(const std::string& name, const std::string& help);
  std::function<void(double now)> gauge(const std::string& name, const std::string& help);

  // text/plain; version=0.0.4
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::http

// The state of a stream over HTTP: /metrics for Prometheus, /healthz and /readyz for supervisors.

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "stream/stream.h"

namespace smartdesk::stream {

struct MonitorOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free port
};

// Serves from its own thread until destruction. Exposes counts only, no secrets.
class Monitor {
 public:
  // gauges must outlive it. model_version: returns the version of the serving model. Throws as HttpServer does.
  Monitor(MonitorOptions options, const StreamGauges& gauges, const std::function<std::string()>& model_version);
  ~Monitor();

  std::string url() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::stream

// What a stream does now, over HTTP: /metrics for Prometheus, /healthz and /readyz for whoever restarts it.

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "stream/stream.h"

namespace smartdesk::stream {

struct MonitorOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: a free one
};

// Answers from a thread of its own until it goes. Nothing that it tells is a secret: counts only.
class Monitor {
 public:
  // gauges must outlive it. model_version: of the model that answers. Throws as HttpServer does.
  Monitor(MonitorOptions options, const StreamGauges& gauges, const std::function<std::string()>& model_version);
  ~Monitor();

  std::string url() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::stream

#include "stream/monitor.h"

#include <boost/json.hpp>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "http/http_server.h"
#include "http/problem.h"

namespace smartdesk::stream {
namespace {

constexpr UnixTime kPatience = 5;  // seconds

// Counts that the stream keeps, as the metrics show them when they are asked for.
class Counts {
 public:
  Counts(const StreamGauges& from, http::ServerMetrics& metrics) : metrics_(metrics) {
    counter(from.taken, "smartdesk_stream_messages_total", "messages taken and committed");
    counter(from.answers, "smartdesk_stream_answers_total", "answers sent and committed");
    counter(from.dead_letters, "smartdesk_stream_dead_letters_total", "messages that were no tickets");
    counter(from.stored, "smartdesk_stream_stored_tickets_total", "tickets that were new or changed in the store");
    counter(from.commits, "smartdesk_stream_commits_total", "transactions that counted");
    counter(from.rollbacks, "smartdesk_stream_rollbacks_total", "transactions that failed and were done again");
    counter(from.rebalances, "smartdesk_stream_rebalances_total", "times that partitions came or went");
    gauge(from.lag, "smartdesk_stream_lag_messages", "messages in this process's partitions that wait");
    gauge(from.partitions, "smartdesk_stream_partitions", "partitions of this process");
  }

  std::string text() {
    const std::lock_guard lock(mutex_);
    for (auto& each : counters_) {
      const std::uint64_t now = *each.from;
      each.add(static_cast<double>(now - each.shown));
      each.shown = now;
    }
    for (auto& each : gauges_) each.set(static_cast<double>(each.from->load()));
    return metrics_.text();
  }

 private:
  void counter(const std::atomic<std::uint64_t>& from, const char* name, const char* help) {
    counters_.push_back({&from, metrics_.counter(name, help), 0});
  }
  void gauge(const std::atomic<std::uint64_t>& from, const char* name, const char* help) {
    gauges_.push_back({&from, metrics_.gauge(name, help)});
  }

  struct Counter {
    const std::atomic<std::uint64_t>* from;
    std::function<void(double)> add;
    std::uint64_t shown;
  };
  struct Gauge {
    const std::atomic<std::uint64_t>* from;
    std::function<void(double)> set;
  };
  http::ServerMetrics& metrics_;
  std::mutex mutex_;
  std::vector<Counter> counters_;
  std::vector<Gauge> gauges_;
};

http::Route open_route(std::string pattern, http::Handler handler) {
  http::Route route;
  route.pattern = std::move(pattern);
  route.role = http::Role::kNobody;
  route.cost = http::Cost::kQuick;
  route.handler = std::move(handler);
  return route;
}

}  // namespace

struct Monitor::State {
  State(MonitorOptions options, const StreamGauges& gauges, const std::function<std::string()>& model_version)
      : counts(gauges, *metrics),
        server(server_options(std::move(options)), router(gauges, model_version), metrics),
        thread([this] { server.run(); }) {}

  ~State() {
    server.stop();
    thread.join();
  }

  static http::ServerOptions server_options(MonitorOptions from) {
    http::ServerOptions options;
    options.host = std::move(from.host);
    options.port = from.port;
    options.threads = 1;
    options.workers = 1;
    options.authorise = [](const http::Request&) { return http::Identity{}; };  // nobody, whom all its routes answer
    return options;
  }

  std::shared_ptr<const http::Router> router(const StreamGauges& gauges,
                                             const std::function<std::string()>& model_version) {
    auto routes = std::make_shared<http::Router>();
    routes->add(open_route("/healthz", [model_version](const http::Request&) {
      return http::json_response(boost::json::object{{"status", "ok"}, {"model_version", model_version()}});
    }));
    routes->add(open_route("/readyz", [&gauges](const http::Request&) {
      if (unix_now() - gauges.seen_at > kPatience)
        throw http::Problem::retry_after(503, 10, "it has no place in its group yet, or broker or store is away");
      return http::json_response(std::string(R"({"status":"ready"})"));
    }));
    routes->add(open_route("/metrics", [this](const http::Request&) {
      return http::text_response(counts.text(), "text/plain; version=0.0.4; charset=utf-8");
    }));
    return routes;
  }

  std::shared_ptr<http::ServerMetrics> metrics = std::make_shared<http::ServerMetrics>();
  Counts counts;
  http::HttpServer server;
  std::thread thread;
};

Monitor::Monitor(MonitorOptions options, const StreamGauges& gauges, const std::function<std::string()>& model_version)
    : state_(std::make_unique<State>(std::move(options), gauges, model_version)) {}

Monitor::~Monitor() = default;

std::string Monitor::url() const { return state_->server.url(); }

}  // namespace smartdesk::stream

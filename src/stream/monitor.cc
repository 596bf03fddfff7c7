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

// Exports the stream's gauges as metrics, read when they are requested.
class Counts {
 public:
  Counts(const StreamGauges& from, http::ServerMetrics& metrics) : metrics_(metrics) {
    counter(from.taken, "smartdesk_stream_messages_total", "Messages taken and committed.");
    counter(from.answers, "smartdesk_stream_answers_total", "Answers sent and committed.");
    counter(from.dead_letters, "smartdesk_stream_dead_letters_total", "Messages that were not tickets.");
    counter(from.stored, "smartdesk_stream_stored_tickets_total", "Tickets that were new or changed in the store.");
    counter(from.commits, "smartdesk_stream_commits_total", "Committed transactions.");
    counter(from.rollbacks, "smartdesk_stream_rollbacks_total", "Transactions that failed and were retried.");
    counter(from.rebalances, "smartdesk_stream_rebalances_total", "Rebalances: partitions assigned or revoked.");
    gauge(from.lag, "smartdesk_stream_lag_messages", "Waiting messages in this process's partitions.");
    gauge(from.partitions, "smartdesk_stream_partitions", "Partitions of this process.");
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
    options.authorise = [](const http::Request&) { return http::Identity{}; };  // all routes are public
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
        throw http::Problem::retry_after(
            503, 10, "The stream has no partitions assigned yet, or the broker or the store is unavailable.");
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

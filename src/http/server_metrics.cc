#include "http/server_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <tuple>

namespace smartdesk::http {
namespace {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;

const Histogram::BucketBoundaries kSeconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// Looks up string keys by string_view. (std::less<> does too, but not in clang 14.)
struct ByContent {
  using is_transparent = void;
  using Views = std::tuple<std::string_view, std::string_view, int>;
  bool operator()(const Views& left, const Views& right) const { return left < right; }
};

}  // namespace

struct ServerMetrics::State {
  Gauge& gauge(const std::string& name, const std::string& help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
  }

  // A lookup of its own: the library's lookup builds a map of strings for each request.
  Counter& requests_of(std::string_view method, std::string_view pattern, int status) {
    const std::lock_guard lock(mutex);
    const auto key = std::tuple(pattern, method, status);
    if (const auto found = request_counters.find(key); found != request_counters.end()) return *found->second;
    auto& counter = requests.Add(
        {{"method", std::string(method)}, {"route", std::string(pattern)}, {"status", std::to_string(status)}});
    request_counters.emplace(std::tuple(std::string(pattern), std::string(method), status), &counter);
    return counter;
  }

  Histogram& seconds_of(std::string_view pattern) {
    const std::lock_guard lock(mutex);
    if (const auto found = histograms.find(pattern); found != histograms.end()) return *found->second;
    auto& histogram = seconds.Add({{"route", std::string(pattern)}}, kSeconds);
    histograms.emplace(pattern, &histogram);
    return histogram;
  }

  prometheus::Registry registry;
  prometheus::Family<Counter>& requests =
      prometheus::BuildCounter().Name("smartdesk_requests_total").Help("Requests answered.").Register(registry);
  prometheus::Family<Histogram>& seconds = prometheus::BuildHistogram()
                                               .Name("smartdesk_request_seconds")
                                               .Help("Time from a request's header to the end of the response.")
                                               .Register(registry);
  Gauge& in_flight = gauge("smartdesk_requests_in_flight", "Requests being answered.");
  Gauge& connections = gauge("smartdesk_connections", "Open connections.");
  Gauge& waiting = gauge("smartdesk_slow_requests", "Slow requests that run or wait for a worker.");
  Gauge& resident = gauge("process_resident_memory_bytes", "Resident memory.");

  std::mutex mutex;
  std::map<std::tuple<std::string, std::string, int>, Counter*, ByContent> request_counters;
  std::map<std::string, Histogram*, std::less<>> histograms;
};

ServerMetrics::ServerMetrics() : state_(std::make_unique<State>()) {}
ServerMetrics::~ServerMetrics() = default;

void ServerMetrics::request_started() { state_->in_flight.Increment(); }

void ServerMetrics::request_ended(std::string_view method, std::string_view pattern, int status,
                                  std::chrono::nanoseconds taken) {
  state_->in_flight.Decrement();
  state_->requests_of(method, pattern, status).Increment();
  state_->seconds_of(pattern).Observe(std::chrono::duration<double>(taken).count());
}

void ServerMetrics::connections_are(std::size_t open) { state_->connections.Set(static_cast<double>(open)); }

void ServerMetrics::waiting_are(std::size_t requests) { state_->waiting.Set(static_cast<double>(requests)); }

std::function<void(double)> ServerMetrics::counter(const std::string& name, const std::string& help) {
  auto& counter = prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry).Add({});
  return [&counter](double more) { counter.Increment(more); };
}

std::function<void(double)> ServerMetrics::gauge(const std::string& name, const std::string& help) {
  return [&gauge = state_->gauge(name, help)](double now) { gauge.Set(now); };
}

std::string ServerMetrics::text() const {
  state_->resident.Set(resident_bytes());
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, state_->registry.Collect());
  return out.str();
}

}  // namespace smartdesk::http

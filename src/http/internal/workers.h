// The threads for slow requests, with a limit on how many may wait.

#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <functional>

#include "http/problem.h"
#include "http/server_metrics.h"

namespace smartdesk::http {

class Workers {
 public:
  // metrics: told how many requests are here; may be null.
  Workers(int threads, std::size_t most_waiting, ServerMetrics* metrics)
      : pool_(static_cast<std::size_t>(threads)),
        most_(most_waiting + static_cast<std::size_t>(threads)),
        metrics_(metrics) {}

  // Runs the work on a worker, then resumes the caller. Throws Problem (503) if too many requests wait, and whatever
  // the work throws.
  template <typename Work>
  boost::asio::awaitable<std::invoke_result_t<Work>> run(Work work) {
    const Slot slot(*this);
    if (slot.number > most_) throw Problem::retry_after(503, 1, "The server is overloaded. Try again in a second.");
    co_return co_await run_uncounted(std::move(work));
  }

  // For requests that are already admitted: the next chunk of a response.
  template <typename Work>
  boost::asio::awaitable<std::invoke_result_t<Work>> run_uncounted(Work work) {
    co_return co_await boost::asio::co_spawn(
        pool_, [&work]() -> boost::asio::awaitable<std::invoke_result_t<Work>> { co_return work(); },
        boost::asio::use_awaitable);
  }

  void join() { pool_.join(); }

 private:
  struct Slot {
    explicit Slot(Workers& workers) : of(workers), number(++workers.taken_) { of.count_is(number); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() { of.count_is(--of.taken_); }
    Workers& of;
    std::size_t number;
  };

  void count_is(std::size_t count) const {
    if (metrics_ != nullptr) metrics_->waiting_are(count);
  }

  boost::asio::thread_pool pool_;
  std::atomic<std::size_t> taken_{0};
  std::size_t most_;
  ServerMetrics* metrics_;
};

}  // namespace smartdesk::http

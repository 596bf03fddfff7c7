// The few threads that slow requests run on, and how many may wait for them.

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
  Workers(int threads, std::size_t most_waiting, ServerMetrics& metrics)
      : pool_(static_cast<std::size_t>(threads)),
        most_(most_waiting + static_cast<std::size_t>(threads)),
        metrics_(metrics) {}

  // Runs it on a worker, then goes on where it was called. Throws Problem (503) if too many wait, and what it throws.
  template <typename Work>
  boost::asio::awaitable<std::invoke_result_t<Work>> run(Work work) {
    const Slot slot(*this);
    if (slot.number > most_)
      throw Problem::retry_after(503, 1, "the server has more work than it can do; ask again in a second");
    co_return co_await run_uncounted(std::move(work));
  }

  // For what was let in before: the next piece of an answer.
  template <typename Work>
  boost::asio::awaitable<std::invoke_result_t<Work>> run_uncounted(Work work) {
    co_return co_await boost::asio::co_spawn(
        pool_, [&work]() -> boost::asio::awaitable<std::invoke_result_t<Work>> { co_return work(); },
        boost::asio::use_awaitable);
  }

  void join() { pool_.join(); }

 private:
  struct Slot {
    explicit Slot(Workers& workers) : of(workers), number(++workers.taken_) { of.metrics_.waiting_are(number); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() { of.metrics_.waiting_are(--of.taken_); }
    Workers& of;
    std::size_t number;
  };

  boost::asio::thread_pool pool_;
  std::atomic<std::size_t> taken_{0};
  std::size_t most_;
  ServerMetrics& metrics_;
};

}  // namespace smartdesk::http

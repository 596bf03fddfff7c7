#include "core/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace smartdesk {

void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        body(i);
      } catch (...) {
        const std::lock_guard lock(failure_mutex);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  const std::size_t helpers = std::min<std::size_t>(count, static_cast<std::size_t>(std::max(1, threads)));
  {
    std::vector<std::jthread> pool;
    for (std::size_t i = 1; i < helpers; ++i) pool.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

void parallel_in_order(std::size_t count, int threads,
                       const std::function<void(std::size_t i, std::size_t worker)>& body,
                       const std::function<void(std::size_t i)>& deliver) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::vector<bool> is_done(count, false);
  std::size_t delivered = 0;
  bool is_delivering = false;
  const auto hand_over = [&](std::size_t i) {
    std::unique_lock lock(mutex);
    is_done[i] = true;
    if (is_delivering) return;  // the delivering thread takes this one too
    is_delivering = true;
    while (delivered < count && is_done[delivered]) {
      lock.unlock();
      deliver(delivered);
      lock.lock();
      ++delivered;
    }
    is_delivering = false;
  };
  const auto workers = std::min<std::size_t>(count, static_cast<std::size_t>(std::max(1, threads)));
  parallel_for(workers, threads, [&](std::size_t worker) {
    try {
      for (std::size_t i = next++; i < count; i = next++) {
        body(i, worker);
        hand_over(i);
      }
    } catch (...) {
      next = count;
      throw;
    }
  });
}

int hardware_threads() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

}  // namespace smartdesk

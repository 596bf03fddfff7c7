// A pool of threads that runs jobs in any order; the caller may wait for them in any other order.

#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace smartdesk {

// Job has a member `bool done`. Only Workers uses it after give(), until the job is done.
template <typename Job>
class Workers {
 public:
  Workers(int count, std::function<void(Job&)> work) : work_(std::move(work)) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { run(); });
  }
  // Drops the jobs that have not started and waits for those that have.
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    something_to_do_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  // The job must live until it is done or this object is destroyed.
  void give(Job& job) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(&job);
    }
    something_to_do_.notify_one();
  }

  // Waits until the job is done, at most `longest`; returns whether it is. Rethrows the first exception of any job.
  bool wait_for(const Job& job, std::chrono::milliseconds longest) {
    std::unique_lock lock(mutex_);
    something_done_.wait_for(lock, longest, [&] { return job.done || failure_ != nullptr; });
    if (failure_ != nullptr) std::rethrow_exception(failure_);
    return job.done;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      something_to_do_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
      if (ended_) return;
      Job& job = *waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      std::exception_ptr thrown;
      try {
        work_(job);
      } catch (...) {
        thrown = std::current_exception();
      }
      lock.lock();
      if (thrown != nullptr && failure_ == nullptr) failure_ = thrown;
      job.done = thrown == nullptr;
      something_done_.notify_all();
    }
  }

  std::function<void(Job&)> work_;
  std::mutex mutex_;
  std::condition_variable something_to_do_, something_done_;
  std::deque<Job*> waiting_;
  std::exception_ptr failure_;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace smartdesk

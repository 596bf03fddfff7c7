// Runs the jobs of a workspace in the background, one at a time.

#pragma once

#include <atomic>
#include <boost/json.hpp>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/run.h"
#include "store/job_store.h"

namespace smartdesk::server {

// Thrown by a job's work to retry it after `seconds`.
struct Later {
  std::string why;
  int seconds;
};

struct JobRunnerOptions {
  int threads = 1;               // for Run, which the work receives
  int lease_seconds = 15;        // another process may take over after this long without renewal
  std::size_t keep_ended = 100;  // ended jobs to keep, per kind
  std::function<void(std::string_view line)> error_log = {};  // store errors; may be empty
};

// Thread-safe. A job interrupted by a server stop waits for the next server, and a job that fails while the store is
// unavailable is retried, so the work must be safe to repeat.
class JobRunner {
 public:
  // The returned object is the job's result.
  using Work = std::function<boost::json::object(const store::Job& job, const Run& run)>;

  JobRunner(store::JobStore& store, JobRunnerOptions options);
  ~JobRunner();  // stop()

  // Call before begin().
  void add_kind(const std::string& kind, Work work);
  const std::vector<std::string>& kinds() const { return kinds_; }

  void begin();
  void stop();  // interrupts the running job; returns when it has ended

  // Checks for a new job immediately.
  void wake();

 private:
  void work_on_them();
  void watch();
  void do_one(const store::Job& job);

  store::JobStore& store_;
  JobRunnerOptions options_;
  const std::string worker_;
  std::vector<std::string> kinds_;
  std::map<std::string, Work> work_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool ends_ = false, is_woken_ = false;
  bool store_was_away_ = false;  // during the running job
  std::optional<store::JobId> running_;
  store::JobProgress progress_;
  std::atomic<bool> is_cut_off_{false};  // for Run
  store::JobStore::Word word_ = store::JobStore::Word::kGoOn;
  std::thread worker_thread_, watch_thread_;
};

// The job's arguments; empty if there are none.
boost::json::object arguments_of(const store::Job& job);

}  // namespace smartdesk::server

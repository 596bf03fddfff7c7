// Does the jobs of a workspace, one after the other, while the server answers.

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

// What failed may succeed later: throw it from a job's work to have it done again after so many seconds.
struct Later {
  std::string why;
  int seconds;
};

struct JobRunnerOptions {
  int threads = 1;               // of Run, for the work
  int lease_seconds = 15;        // after so long without a sign of this process another one may go on
  std::size_t keep_ended = 100;  // of each kind
  std::function<void(std::string_view line)> error_log = {};  // the store could not be reached; may be empty
};

// Thread-safe. A job that a stopping server cuts off waits for the next one, and one that fails while the store is away
// is done again; work must be such that beginning again does no harm.
class JobRunner {
 public:
  // The answer is the job's result.
  using Work = std::function<boost::json::object(const store::Job& job, const Run& run)>;

  JobRunner(store::JobStore& store, JobRunnerOptions options);
  ~JobRunner();  // stop()

  // Before begin().
  void add_kind(const std::string& kind, Work work);
  const std::vector<std::string>& kinds() const { return kinds_; }

  void begin();
  void stop();  // cuts off what runs; returns when it has ended

  // A job was added: look now.
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
  bool store_was_away_ = false;  // while the job ran
  std::optional<store::JobId> running_;
  store::JobProgress progress_;
  std::atomic<bool> is_cut_off_{false};  // of Run
  store::JobStore::Word word_ = store::JobStore::Word::kGoOn;
  std::thread worker_thread_, watch_thread_;
};

// What it was given; empty if nothing.
boost::json::object arguments_of(const store::Job& job);

}  // namespace smartdesk::server

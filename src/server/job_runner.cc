#include "server/job_runner.h"

#include <unistd.h>

#include <chrono>
#include <optional>

#include "core/error.h"
#include "text/json_text.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kBetweenSigns{500}, kBetweenLooks{1000};
constexpr int kUntilTheStoreIsBack = 2;  // seconds

// A name that no other process with the same jobs has.
std::string worker_name() {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  const auto since = std::chrono::system_clock::now().time_since_epoch().count();
  static std::atomic<int> number{0};
  return std::string(host) + "/" + std::to_string(::getpid()) + "/" + std::to_string(since) + "/" +
         std::to_string(++number);
}

}  // namespace

json::object arguments_of(const store::Job& job) {
  if (job.arguments.empty()) return {};
  return json::parse(job.arguments).as_object();
}

JobRunner::JobRunner(store::JobStore& store, JobRunnerOptions options)
    : store_(store), options_(std::move(options)), worker_(worker_name()) {}

JobRunner::~JobRunner() { stop(); }

void JobRunner::add_kind(const std::string& kind, Work work) {
  kinds_.push_back(kind);
  work_[kind] = std::move(work);
}

void JobRunner::begin() {
  worker_thread_ = std::thread([this] { work_on_them(); });
  watch_thread_ = std::thread([this] { watch(); });
}

void JobRunner::stop() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    is_cut_off_ = true;
  }
  changed_.notify_all();
  if (worker_thread_.joinable()) worker_thread_.join();
  if (watch_thread_.joinable()) watch_thread_.join();
}

void JobRunner::wake() {
  {
    const std::lock_guard lock(mutex_);
    is_woken_ = true;
  }
  changed_.notify_all();
}

void JobRunner::work_on_them() {
  for (;;) {
    std::optional<store::Job> job;
    try {
      job = store_.claim(kinds_, worker_, options_.lease_seconds);
    } catch (const Error& error) {
      if (options_.error_log) options_.error_log(error.what());
    }
    if (job) {
      try {
        do_one(*job);
      } catch (const Error& error) {  // its end could not be written: it runs again after the lease expires
        if (options_.error_log) options_.error_log(error.what());
      }
    }
    std::unique_lock lock(mutex_);
    if (!job) changed_.wait_for(lock, kBetweenLooks, [this] { return ends_ || is_woken_; });
    is_woken_ = false;
    if (ends_) return;
  }
}

void JobRunner::do_one(const store::Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (ends_) return store_.put_off(job.id, worker_, "", 0);
    running_ = job.id;
    progress_ = {};
    is_cut_off_ = false;
    store_was_away_ = false;
    word_ = store::JobStore::Word::kGoOn;
  }
  const Run run{options_.threads,
                [this](std::string_view stage, std::uint64_t done, std::uint64_t total) {
                  const std::lock_guard lock(mutex_);
                  progress_ = {std::string(stage), done, total};
                },
                &is_cut_off_};
  auto state = store::JobState::kDone;
  std::string message, result;
  std::optional<Later> later;
  bool is_out_of_reach = false;
  try {
    result = text::json_text(work_.at(job.kind)(job, run));
  } catch (const Later& asked) {
    later = asked;
  } catch (const Error& error) {
    state = store::JobState::kFailed;
    message = error.what();
    if (error.code() == ErrorCode::kInterrupted) state = store::JobState::kStopped;
    is_out_of_reach = error.code() == ErrorCode::kUnavailable;
  } catch (const std::exception& error) {
    state = store::JobState::kFailed;
    message = error.what();
  }
  store::JobProgress progress;
  auto word = store::JobStore::Word::kGoOn;
  bool ends = false;
  {
    const std::lock_guard lock(mutex_);
    running_.reset();
    progress = progress_;
    word = word_;
    ends = ends_;
    if (is_out_of_reach && store_was_away_) later = Later{message, kUntilTheStoreIsBack};
  }
  if (later) return store_.put_off(job.id, worker_, later->why, later->seconds);
  if (state == store::JobState::kStopped && ends && word != store::JobStore::Word::kStop)
    return store_.put_off(job.id, worker_, "The server stopped. The job waits to run again.", 0);
  if (state == store::JobState::kStopped) message.clear();
  store_.keep(job.id, worker_, progress, options_.lease_seconds);
  store_.end(job.id, worker_, state, message, result);
  store_.forget_ended(job.kind, options_.keep_ended);
}

// Renews the job's lease, however long a step takes, and checks whether the job should stop.
void JobRunner::watch() {
  std::unique_lock lock(mutex_);
  while (!ends_ || running_) {
    changed_.wait_for(lock, kBetweenSigns, [this] { return ends_ && !running_; });
    if (!running_) continue;
    const auto id = *running_;
    const auto progress = progress_;
    lock.unlock();
    auto word = store::JobStore::Word::kGoOn;
    try {
      word = store_.keep(id, worker_, progress, options_.lease_seconds);
      lock.lock();
    } catch (const Error& error) {
      if (options_.error_log) options_.error_log(error.what());
      lock.lock();
      store_was_away_ = true;
    }
    if (running_ != id || word == store::JobStore::Word::kGoOn) continue;
    word_ = word;
    is_cut_off_ = true;
  }
}

}  // namespace smartdesk::server

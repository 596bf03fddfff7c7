#include "server/job_runner.h"

#include <gtest/gtest.h>

#include <future>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::server {
namespace {

class JobRunnerTest : public ScratchFiles {
 protected:
  JobRunnerTest() : jobs(store::open_sqlite_jobs(path("jobs.db"))) {}

  store::Job ended(const store::Job& job) {
    for (;;) {
      const auto found = *jobs->find(job.id);
      if (!found.ended_at.empty()) return found;
      std::this_thread::yield();
    }
  }
  store::Job add(const std::string& kind) { return jobs->add({kind, R"({"n":7})", "eve"}); }

  std::unique_ptr<store::JobStore> jobs;
};

TEST_F(JobRunnerTest, RunsAJobAndStoresItsResult) {
  JobRunner runner(*jobs, {});
  runner.add_kind("double", [](const store::Job& job, const smartdesk::Run& run) {
    run.report("doubling", 1, 1);
    return boost::json::object{{"n", 2 * arguments_of(job).at("n").as_int64()}};
  });
  const auto job = add("double");
  runner.begin();
  const auto done = ended(job);
  EXPECT_EQ(done.state, store::JobState::kDone);
  EXPECT_EQ(done.result, R"({"n":14})");
  EXPECT_EQ(done.stage, "doubling");
}

TEST_F(JobRunnerTest, RecordsWhyAJobFailedAndRunsTheNext) {
  JobRunner runner(*jobs, {});
  runner.add_kind("fail", [](const store::Job&, const smartdesk::Run&) -> boost::json::object {
    throw Error(ErrorCode::kUsage, "there is no model yet");
  });
  runner.add_kind("fine", [](const store::Job&, const smartdesk::Run&) { return boost::json::object(); });
  const auto bad = add("fail"), good = add("fine");
  runner.begin();
  EXPECT_EQ(ended(bad).message, "there is no model yet");
  EXPECT_EQ(ended(bad).state, store::JobState::kFailed);
  EXPECT_EQ(ended(good).state, store::JobState::kDone);
}

boost::json::object work_until_stopped(const smartdesk::Run& run) {
  for (;;) {
    run.stop_if_asked();
    std::this_thread::yield();
  }
}

TEST_F(JobRunnerTest, StopsAJobOnRequest) {
  JobRunner runner(*jobs, {});
  std::promise<void> begun;
  runner.add_kind("long", [&](const store::Job&, const smartdesk::Run& run) {
    begun.set_value();
    return work_until_stopped(run);
  });
  const auto job = add("long");
  runner.begin();
  begun.get_future().wait();
  jobs->ask_to_stop(job.id);
  EXPECT_EQ(ended(job).state, store::JobState::kStopped);
}

TEST_F(JobRunnerTest, LeavesAnUnfinishedJobToTheNextRunner) {
  const auto job = add("long");
  {
    JobRunner runner(*jobs, {});
    std::promise<void> begun;
    runner.add_kind("long", [&](const store::Job&, const smartdesk::Run& run) {
      begun.set_value();
      return work_until_stopped(run);
    });
    runner.begin();
    begun.get_future().wait();
  }
  EXPECT_EQ(jobs->find(job.id)->state, store::JobState::kWaiting);
  JobRunner next(*jobs, {});
  next.add_kind("long", [](const store::Job&, const smartdesk::Run&) { return boost::json::object(); });
  next.begin();
  EXPECT_EQ(ended(job).state, store::JobState::kDone);
  EXPECT_EQ(ended(job).tries, 2);
}

TEST_F(JobRunnerTest, RetriesAJobThatThrowsLater) {
  JobRunner runner(*jobs, {});
  runner.add_kind("shy", [](const store::Job& job, const smartdesk::Run&) -> boost::json::object {
    if (job.tries < 3) throw Later{"not yet", 0};
    return {};
  });
  const auto job = add("shy");
  runner.begin();
  EXPECT_EQ(ended(job).tries, 3);
}

// A store whose database becomes unavailable while a job runs, until the next lease renewal has failed.
class AwayForAWhile final : public store::JobStore {
 public:
  explicit AwayForAWhile(store::JobStore& store) : store_(store) {}

  void go_away() { is_away_ = true; }
  bool was_asked() const { return was_asked_; }

  Word keep(store::JobId id, const std::string& worker, const store::JobProgress& progress,
            int lease_seconds) override {
    if (!is_away_) return store_.keep(id, worker, progress, lease_seconds);
    is_away_ = false;
    was_asked_ = true;
    throw Error(ErrorCode::kUnavailable, "the database is away");
  }
  store::Job add(const store::NewJob& job) override { return store_.add(job); }
  store::Job add_done(const store::NewJob& job, const std::string& result) override {
    return store_.add_done(job, result);
  }
  std::optional<store::Job> claim(std::span<const std::string> kinds, const std::string& worker, int lease) override {
    return store_.claim(kinds, worker, lease);
  }
  void end(store::JobId id, const std::string& worker, store::JobState state, const std::string& message,
           const std::string& result) override {
    store_.end(id, worker, state, message, result);
  }
  void put_off(store::JobId id, const std::string& worker, const std::string& message, int) override {
    store_.put_off(id, worker, message, 0);
  }
  bool ask_to_stop(store::JobId id) override { return store_.ask_to_stop(id); }
  bool try_again(store::JobId id) override { return store_.try_again(id); }
  std::optional<store::Job> find(store::JobId id) const override { return store_.find(id); }
  std::vector<store::Job> newest(std::span<const std::string> kinds, std::size_t limit) const override {
    return store_.newest(kinds, limit);
  }
  std::optional<store::Job> last_done(std::string_view kind) const override { return store_.last_done(kind); }
  void forget_ended(std::string_view kind, std::size_t but) override { store_.forget_ended(kind, but); }

 private:
  store::JobStore& store_;
  std::atomic<bool> is_away_{false}, was_asked_{false};
};

TEST_F(JobRunnerTest, RetriesAJobThatFailedWhileTheStoreWasUnavailable) {
  AwayForAWhile store(*jobs);
  JobRunner runner(store, {});
  runner.add_kind("write", [&](const store::Job& job, const smartdesk::Run&) -> boost::json::object {
    if (job.tries > 1) return {};
    store.go_away();
    while (!store.was_asked()) std::this_thread::yield();
    throw Error(ErrorCode::kUnavailable, "the connection was lost");
  });
  const auto job = add("write");
  runner.begin();
  EXPECT_EQ(ended(job).state, store::JobState::kDone);
  EXPECT_EQ(ended(job).tries, 2);
}

TEST_F(JobRunnerTest, FailsAJobIfOnlyAnotherServiceIsUnavailable) {
  JobRunner runner(*jobs, {});
  runner.add_kind("label", [](const store::Job&, const smartdesk::Run&) -> boost::json::object {
    throw Error(ErrorCode::kUnavailable, "no language model answers");
  });
  const auto job = add("label");
  runner.begin();
  EXPECT_EQ(ended(job).message, "no language model answers");
}

}  // namespace
}  // namespace smartdesk::server

#include "server/job_runner.h"

#include <gtest/gtest.h>

#include <future>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk {
namespace {

class JobRunnerTest : public ScratchFiles {
 protected:
  JobRunnerTest() : jobs(open_sqlite_jobs(path("jobs.db"))) {}

  Job ended(const Job& job) {
    for (;;) {
      const auto found = *jobs->find(job.id);
      if (!found.ended_at.empty()) return found;
      std::this_thread::yield();
    }
  }
  Job add(const std::string& kind) { return jobs->add({kind, R"({"n":7})", "eve"}); }

  std::unique_ptr<JobStore> jobs;
};

TEST_F(JobRunnerTest, DoesWhatWasAskedForAndKeepsTheResult) {
  JobRunner runner(*jobs, {});
  runner.add_kind("double", [](const Job& job, const smartdesk::Run& run) {
    run.report("doubling", 1, 1);
    return boost::json::object{{"n", 2 * arguments_of(job).at("n").as_int64()}};
  });
  const auto job = add("double");
  runner.begin();
  const auto done = ended(job);
  EXPECT_EQ(done.state, JobState::kDone);
  EXPECT_EQ(done.result, R"({"n":14})");
  EXPECT_EQ(done.stage, "doubling");
}

TEST_F(JobRunnerTest, SaysWhyOneFailedAndGoesOnWithTheNext) {
  JobRunner runner(*jobs, {});
  runner.add_kind("fail", [](const Job&, const smartdesk::Run&) -> boost::json::object {
    throw Error(ErrorCode::kUsage, "there is no model yet");
  });
  runner.add_kind("fine", [](const Job&, const smartdesk::Run&) { return boost::json::object(); });
  const auto bad = add("fail"), good = add("fine");
  runner.begin();
  EXPECT_EQ(ended(bad).message, "there is no model yet");
  EXPECT_EQ(ended(bad).state, JobState::kFailed);
  EXPECT_EQ(ended(good).state, JobState::kDone);
}

boost::json::object work_until_stopped(const smartdesk::Run& run) {
  for (;;) {
    run.stop_if_asked();
    std::this_thread::yield();
  }
}

TEST_F(JobRunnerTest, StopsOneThatSomebodyAskedToStop) {
  JobRunner runner(*jobs, {});
  std::promise<void> begun;
  runner.add_kind("long", [&](const Job&, const smartdesk::Run& run) {
    begun.set_value();
    return work_until_stopped(run);
  });
  const auto job = add("long");
  runner.begin();
  begun.get_future().wait();
  jobs->ask_to_stop(job.id);
  EXPECT_EQ(ended(job).state, JobState::kStopped);
}

TEST_F(JobRunnerTest, LeavesWhatItCouldNotFinishToTheNext) {
  const auto job = add("long");
  {
    JobRunner runner(*jobs, {});
    std::promise<void> begun;
    runner.add_kind("long", [&](const Job&, const smartdesk::Run& run) {
      begun.set_value();
      return work_until_stopped(run);
    });
    runner.begin();
    begun.get_future().wait();
  }
  EXPECT_EQ(jobs->find(job.id)->state, JobState::kWaiting);
  JobRunner next(*jobs, {});
  next.add_kind("long", [](const Job&, const smartdesk::Run&) { return boost::json::object(); });
  next.begin();
  EXPECT_EQ(ended(job).state, JobState::kDone);
  EXPECT_EQ(ended(job).tries, 2);
}

TEST_F(JobRunnerTest, TriesLaterWhatAsksForIt) {
  JobRunner runner(*jobs, {});
  runner.add_kind("shy", [](const Job& job, const smartdesk::Run&) -> boost::json::object {
    if (job.tries < 3) throw Later{"not yet", 0};
    return {};
  });
  const auto job = add("shy");
  runner.begin();
  EXPECT_EQ(ended(job).tries, 3);
}

}  // namespace
}  // namespace smartdesk

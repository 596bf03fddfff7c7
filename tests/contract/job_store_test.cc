// Contract of JobStore, for all implementations.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <thread>

#include "store/job_store.h"
#include "support/postgres_schema.h"

namespace smartdesk {
namespace {

using testing::ElementsAre;

using Word = store::JobStore::Word;

struct Kind {
  const char* name;
  std::unique_ptr<store::JobStore> (*open)(const std::string& place);  // a file, or the database's URL
};

class JobStoreContract : public testing::TestWithParam<Kind> {
 protected:
  JobStoreContract() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  void SetUp() override {
    if (is_shared()) {
      schema = PostgresSchema::make("jobs_contract");
      if (!schema) GTEST_SKIP() << kNoPostgres;
    }
    jobs = open();
  }
  ~JobStoreContract() override {
    jobs.reset();
    std::filesystem::remove_all(folder);
  }

  std::unique_ptr<store::JobStore> open() const {
    return GetParam().open(schema ? schema->url() : folder + "/jobs.db");
  }
  store::JobState state_of(const store::Job& job) const { return jobs->find(job.id)->state; }
  bool is_shared() const { return std::string_view(GetParam().name) == "PostgreSQL"; }

  const std::vector<std::string> kinds{"train", "audit"};
  const std::string folder = std::filesystem::temp_directory_path() / ("smartdesk-jobs-" + std::to_string(::getpid()));
  std::unique_ptr<PostgresSchema> schema;
  std::unique_ptr<store::JobStore> jobs;
};

TEST_P(JobStoreContract, KeepsTheFieldsOfAJob) {
  const auto job = jobs->add({"train", R"({"tasks":["urgency"]})", "eve"});
  jobs = open();
  const auto found = jobs->find(job.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->kind, "train");
  EXPECT_EQ(found->arguments, R"({"tasks":["urgency"]})");
  EXPECT_EQ(found->by, "eve");
  EXPECT_EQ(found->state, store::JobState::kWaiting);
  EXPECT_FALSE(jobs->find(store::JobId{static_cast<std::int64_t>(job.id) + 1}));
}

TEST_P(JobStoreContract, ReturnsAWaitingJobOfTheSameKindAndArguments) {
  const auto first = jobs->add({"train", "", "eve"});
  EXPECT_EQ(jobs->add({"train", "", "ann"}).id, first.id);
  EXPECT_NE(jobs->add({"audit", "", "ann"}).id, first.id);
  jobs->claim(kinds, "w1", 60);
  EXPECT_NE(jobs->add({"train", "", "ann"}).id, first.id);
}

TEST_P(JobStoreContract, GivesTheOldestJobToOneWorkerOnly) {
  const auto one = jobs->add({"train", "1", ""}), two = jobs->add({"audit", "2", ""});
  jobs->add({"webhook", "3", ""});
  EXPECT_EQ(jobs->claim(kinds, "w1", 60)->id, one.id);
  EXPECT_EQ(jobs->claim(kinds, "w1", 60)->id, two.id);
  EXPECT_FALSE(jobs->claim(kinds, "w1", 60));
}

TEST_P(JobStoreContract, KeepsTheResultOfAJob) {
  const auto job = jobs->add({"train", "", ""});
  jobs->claim(kinds, "w1", 60);
  EXPECT_EQ(jobs->keep(job.id, "w1", {"fitting", 3, 10}, 60), Word::kGoOn);
  EXPECT_EQ(jobs->find(job.id)->stage, "fitting");
  EXPECT_EQ(jobs->find(job.id)->done, 3u);
  jobs->end(job.id, "w1", store::JobState::kDone, "", R"({"rows":7})");
  const auto ended = jobs->find(job.id);
  EXPECT_EQ(ended->state, store::JobState::kDone);
  EXPECT_EQ(ended->result, R"({"rows":7})");
  EXPECT_NE(ended->ended_at, "");
  EXPECT_EQ(jobs->last_done("train")->id, job.id);
  EXPECT_FALSE(jobs->last_done("audit"));
  EXPECT_FALSE(jobs->claim(kinds, "w1", 60));
}

TEST_P(JobStoreContract, GivesAJobWithAnExpiredLeaseToAnotherWorker) {
  const auto job = jobs->add({"train", "", ""});
  jobs->claim(kinds, "w1", 0);
  const auto again = jobs->claim(kinds, "w2", 60);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, job.id);
  EXPECT_EQ(again->tries, 2);
  EXPECT_EQ(jobs->keep(job.id, "w1", {}, 60), Word::kLost);
  jobs->end(job.id, "w1", store::JobState::kDone, "", "stale");
  EXPECT_EQ(state_of(job), store::JobState::kRunning);
}

// A workspace in SQLite has one writing process, so a new worker replaces the old one.
TEST_P(JobStoreContract, LeavesAJobToTheHolderOfItsLease) {
  jobs->add({"train", "", ""});
  jobs->claim(kinds, "w1", 60);
  EXPECT_EQ(jobs->claim(kinds, "w2", 60).has_value(), !is_shared());
}

TEST_P(JobStoreContract, StopsAWaitingJobAtOnceAndNotifiesARunningOne) {
  const auto one = jobs->add({"train", "1", ""});
  EXPECT_TRUE(jobs->ask_to_stop(one.id));
  EXPECT_EQ(state_of(one), store::JobState::kStopped);
  const auto two = jobs->add({"train", "2", ""});
  jobs->claim(kinds, "w1", 60);
  EXPECT_TRUE(jobs->ask_to_stop(two.id));
  EXPECT_EQ(jobs->keep(two.id, "w1", {}, 60), Word::kStop);
  EXPECT_FALSE(jobs->ask_to_stop(store::JobId{999}));
}

TEST_P(JobStoreContract, PutsAJobOff) {
  const auto job = jobs->add({"train", "", ""});
  jobs->claim(kinds, "w1", 60);
  jobs->put_off(job.id, "w1", "nobody answered", 3600);
  EXPECT_EQ(jobs->find(job.id)->message, "nobody answered");
  EXPECT_FALSE(jobs->claim(kinds, "w1", 60));
  jobs->ask_to_stop(job.id);
  EXPECT_TRUE(jobs->try_again(job.id));
  EXPECT_EQ(jobs->claim(kinds, "w1", 60)->tries, 1);
  EXPECT_FALSE(jobs->try_again(job.id));
}

TEST_P(JobStoreContract, ListsNewestFirstAndDeletesTheOldestEndedJobs) {
  for (const char* number : {"1", "2", "3"}) {
    const auto job = jobs->add({"train", number, ""});
    jobs->claim(kinds, "w1", 60);
    jobs->end(job.id, "w1", store::JobState::kDone, "", "");
  }
  jobs->add({"train", "4", ""});
  jobs->forget_ended("train", 1);
  std::vector<std::string> left;
  for (const auto& job : jobs->newest(kinds, 10)) left.push_back(job.arguments);
  EXPECT_THAT(left, ElementsAre("4", "3"));
  EXPECT_EQ(jobs->newest(kinds, 1).size(), 1u);
}

TEST_P(JobStoreContract, KeepsResultsOfWorkDoneElsewhere) {
  jobs->add_done({"benchmark", "", "eve"}, R"({"rows":[]})");
  EXPECT_EQ(jobs->last_done("benchmark")->result, R"({"rows":[]})");
}

TEST_P(JobStoreContract, GivesEachJobToOneWorkerUnderConcurrency) {
  for (int i = 0; i < 40; ++i) jobs->add({"train", std::to_string(i), ""});
  std::mutex mutex;
  std::multiset<std::string> got;
  std::vector<std::jthread> workers;
  const auto other = is_shared() ? open() : nullptr;  // like another process
  for (int w = 0; w < 4; ++w) {
    workers.emplace_back([&, w] {
      auto& mine = other && w % 2 == 1 ? *other : *jobs;
      while (const auto job = mine.claim(kinds, is_shared() ? "w" + std::to_string(w) : "w", 60)) {
        const std::lock_guard lock(mutex);
        got.insert(job->arguments);
      }
    });
  }
  workers.clear();
  EXPECT_EQ(got.size(), 40u);
  EXPECT_EQ(std::set<std::string>(got.begin(), got.end()).size(), 40u);
}

INSTANTIATE_TEST_SUITE_P(All, JobStoreContract,
                         testing::Values(Kind{"SQLite", store::open_sqlite_jobs},
                                         Kind{"PostgreSQL", store::open_postgres_jobs}),
                         [](const auto& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace smartdesk

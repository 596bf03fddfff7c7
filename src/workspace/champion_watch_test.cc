#include "workspace/champion_watch.h"

#include <gmock/gmock.h>

#include <condition_variable>

#include "core/error.h"
#include "store/backend.h"
#include "support/postgres_schema.h"
#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::workspace {
namespace {

using namespace std::chrono_literals;

enum class Kept { kFolder, kPostgres };

// A second registry over the same workspace plays the other process; with PostgreSQL it has its own folder.
class ChampionWatchTest : public ScratchFiles, public testing::WithParamInterface<Kept> {
 protected:
  void SetUp() override {
    here_.folder = there_.folder = path("here");
    if (GetParam() == Kept::kFolder) return;
    schema_ = PostgresSchema::make("champion_watch");
    if (!schema_) GTEST_SKIP() << kNoPostgres;
    there_.folder = path("there");
    here_.database = there_.database = schema_->url();
  }

  // Trains and promotes a model in another process.
  std::string promote_another() {
    const auto rows = training::read_dataset({write("rows.csv", small_tickets(60, ++seed_))}, kOneThread);
    training::TrainOptions options;
    options.algorithm = models::Algorithm::kNaiveBayes;
    auto model = training::train(rows, options, kOneThread).model;
    ModelRegistry registry(there_);
    registry.put(model);
    registry.promote(model.version);
    return model.version;
  }

  ChampionWatchOptions told() {
    const auto tell = [this](std::string_view line) {
      const std::lock_guard lock(mutex_);
      heard_ = line;
      changed_.notify_all();
    };
    return {{}, tell, tell};
  }
  // Waits until it happens or a generous deadline passes.
  bool hears(const std::string& words) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 20s, [&] { return heard_.find(words) != std::string::npos; });
  }
  std::string answering() const { return served_->current() ? served_->current()->model().version : ""; }

  std::unique_ptr<PostgresSchema> schema_;
  store::WorkspaceLocation here_, there_;
  std::shared_ptr<prediction::ServedModel> served_ = std::make_shared<prediction::ServedModel>();

 private:
  std::string heard_;
  std::uint64_t seed_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
};

TEST_P(ChampionWatchTest, ServesTheChampionFromTheStart) {
  const auto version = promote_another();
  const ChampionWatch watch(here_, served_);
  EXPECT_EQ(answering(), version);
}

TEST_P(ChampionWatchTest, ServesNoModelWithoutAChampion) {
  const ChampionWatch watch(here_, served_);
  EXPECT_EQ(answering(), "");
}

TEST_P(ChampionWatchTest, FollowsPromotionsByAnotherProcess) {
  promote_another();
  const ChampionWatch watch(here_, served_, told());
  for (int i = 0; i < 2; ++i) {
    const auto version = promote_another();
    EXPECT_TRUE(hears(version));
    EXPECT_EQ(answering(), version);
  }
}

TEST_P(ChampionWatchTest, ServesAPromotedModelImmediatelyAfterLook) {
  ChampionWatch watch(here_, served_);
  const auto version = promote_another();
  watch.look();
  EXPECT_EQ(answering(), version);
}

TEST_P(ChampionWatchTest, KeepsThePreviousModelIfTheNewOneIsInvalid) {
  const auto version = promote_another();
  const ChampionWatch watch(here_, served_, told());
  const auto models = store::backend_for(there_)->open_models();
  models->put("broken", write("broken.model", "no model"));
  models->promote("broken");
  EXPECT_TRUE(hears("broken.model"));
  EXPECT_EQ(answering(), version);
  const auto next = promote_another();
  EXPECT_TRUE(hears(next));
  EXPECT_EQ(answering(), next);
}

TEST_P(ChampionWatchTest, FollowsPromotionsAgainAfterADatabaseOutage) {
  if (GetParam() == Kept::kFolder) return;  // a folder is always reachable
  promote_another();
  const ChampionWatch watch(here_, served_, told());
  EXPECT_TRUE(hears(promote_another()));  // it listens from now on
  schema_->end_all_connections();
  EXPECT_TRUE(hears("was lost"));
  const auto version = promote_another();
  EXPECT_TRUE(hears(version));
}

INSTANTIATE_TEST_SUITE_P(Workspaces, ChampionWatchTest, testing::Values(Kept::kFolder, Kept::kPostgres),
                         [](const auto& kept) {
                           return std::string(kept.param == Kept::kFolder ? "Folder" : "PostgreSQL");
                         });

}  // namespace
}  // namespace smartdesk::workspace

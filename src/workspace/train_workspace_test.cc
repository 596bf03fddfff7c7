#include "workspace/train_workspace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "models/model.h"
#include "store/backend.h"
#include "support/memory_store.h"
#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::workspace {
namespace {

using testing::HasSubstr;

class TrainWorkspaceTest : public ScratchFiles {
 protected:
  // Adds `count` tickets of three kinds; `wrong` of ten have another kind's label.
  void add(int count, std::uint64_t seed, std::uint64_t wrong, store::Author by = store::Author::kPerson) {
    static constexpr const char* kWords[3][4] = {{"invoice", "refund", "charged", "tax"},
                                                 {"password", "locked", "reset", "code"},
                                                 {"thanks", "great", "love", "happy"}};
    static constexpr const char* kLabels[3] = {"money", "access", "praise"};
    Random random(seed);
    for (int i = 0; i < count; ++i) {
      const auto kind = random.below(3);
      NewTicket ticket;
      ticket.external_id = std::to_string(seed) + "-" + std::to_string(i);
      for (int word = 0; word < 6; ++word)
        ticket.body += std::string(kWords[kind][random.below(4)]) + " w" + std::to_string(random.below(30)) + " ";
      const auto id = store.add(std::span(&ticket, 1)).ids.at(0);
      // Held-out tickets always have the right label, because models are compared on them.
      const bool is_wrong = !is_held_out(id) && random.below(10) < wrong;
      const store::NewLabel label[] = {{id, "topic", kLabels[is_wrong ? (kind + 1) % 3 : kind], by, "eve", {}}};
      store.label(label);
    }
  }
  WorkspaceTraining train(bool promote = false) {
    WorkspaceTrainOptions options;
    options.promote = promote;
    return train_workspace(store, registry, options, kOneThread);
  }

  MemoryStore store;
  ModelRegistry registry{store::WorkspaceLocation{path("")}};
};

TEST_F(TrainWorkspaceTest, MakesTheFirstModelTheChampion) {
  add(200, 1, 0);
  const auto result = train();
  EXPECT_TRUE(result.promoted);
  EXPECT_EQ(registry.champion(), result.version);
  EXPECT_EQ(models::load_model(result.path).version, result.version);
  EXPECT_LT(result.rows, 200U);
}

TEST_F(TrainWorkspaceTest, KeepsTheChampionAgainstAWorseModel) {
  add(200, 1, 0);
  const auto first = train();
  add(600, 2, 9);
  const auto second = train();
  EXPECT_FALSE(second.promoted);
  EXPECT_THAT(second.why, HasSubstr("not better"));
  ASSERT_TRUE(second.contest);
  EXPECT_LT(second.contest->challenger, second.contest->champion);
  EXPECT_LE(second.contest->difference.low, second.contest->difference.high);
  EXPECT_EQ(registry.champion(), first.version);
  EXPECT_EQ(second.champion, first.version);
  const auto records = registry.records();
  ASSERT_EQ(records.size(), 2U);
  std::uint64_t confused = 0;
  for (const auto& row : records[0].heads.at(0).confusion) {
    for (const auto cell : row) confused += cell;
  }
  EXPECT_GT(confused, 0U);
  EXPECT_EQ(records[0].heads.at(0).confused_labels, (std::vector<std::string>{"access", "money", "praise"}));
  EXPECT_EQ(records[0].contest.has_value() + records[1].contest.has_value(), 1);
  EXPECT_TRUE(train(true).promoted);
}

TEST_F(TrainWorkspaceTest, PromotesABetterModel) {
  add(120, 1, 8);
  const auto first = train();
  add(900, 2, 0);
  const auto second = train();
  EXPECT_TRUE(second.promoted);
  EXPECT_NE(second.path, first.path);
  EXPECT_TRUE(exists("models/" + first.version + ".model"));
}

TEST_F(TrainWorkspaceTest, DoesNotLearnFromLabelsOfTrainedModels) {
  add(100, 1, 0, store::Author::kModel);
  try {
    train();
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(error.what(), HasSubstr("smartdesk review"));
  }
}

TEST_F(TrainWorkspaceTest, HoldsOutATenth) {
  int held_out = 0;
  for (int id = 1; id <= 10'000; ++id) held_out += is_held_out(store::TicketId{id});
  EXPECT_GT(held_out, 900);
  EXPECT_LT(held_out, 1100);
}

}  // namespace
}  // namespace smartdesk::workspace

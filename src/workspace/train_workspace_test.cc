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

TEST_F(TrainWorkspaceTest, KeepsAnEqualModelAsItWasStoredFirst) {
  add(200, 1, 0);
  const auto first = train();
  const auto record = registry.records().at(0);
  const auto again = train(true);
  EXPECT_EQ(again.version, first.version);
  EXPECT_FALSE(again.promoted);
  EXPECT_THAT(again.why,
              HasSubstr("The same model as version " + first.version + " is already there, as the champion"));
  ASSERT_EQ(registry.records().size(), 1U);
  EXPECT_EQ(registry.records()[0].why, record.why);
  EXPECT_EQ(registry.champion(), first.version);
}

TEST_F(TrainWorkspaceTest, PromotesAnEqualModelOnlyIfThatIsRequested) {
  add(200, 1, 0);
  const auto first = train();
  ModelRecord other;
  other.version = "other";
  registry.put_record(other);
  write("models/other.model", read("models/" + first.version + ".model"));
  registry.promote("other");
  EXPECT_FALSE(train().promoted);
  EXPECT_EQ(registry.champion(), "other");
  EXPECT_TRUE(train(true).promoted);
  EXPECT_EQ(registry.champion(), first.version);
}

TEST_F(TrainWorkspaceTest, ReplacesADamagedEqualModel) {
  add(200, 1, 0);
  const auto first = train();
  write("models/" + first.version + ".model", "damaged");
  EXPECT_EQ(train().version, first.version);
  EXPECT_EQ(models::load_model(first.path).version, first.version);
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

// 100 labelled tickets, a day each: 20 days of each month from January to May. Every text is different.
training::Dataset dated_tickets() {
  training::Dataset all;
  all.tasks = {"topic"};
  for (int i = 0; i < 100; ++i) {
    auto& row = all.rows.emplace_back();
    row.line = static_cast<std::uint64_t>(i) + 1;
    row.text = "word" + std::to_string(i) + " thing" + std::to_string(7 * i);
    row.created_at = "2026-0" + std::to_string(1 + i / 20) + "-" + std::to_string(10 + i % 20);
    row.labels = {i % 2 == 0 ? "money" : "access"};
  }
  return all;
}

TEST(HeldOutOf, HoldsOutTheLatestTenthOfDatedTickets) {
  const auto parts = held_out_of(dated_tickets(), nullptr, kOneThread);
  EXPECT_EQ(parts.from, "2026-05-20");
  EXPECT_EQ(parts.training.rows.size(), 90U);
  ASSERT_EQ(parts.comparison.rows.size(), 10U);
  EXPECT_EQ(parts.comparison.rows.front().line, 91U);
}

TEST(HeldOutOf, ComparesOnNothingThatTheChampionMayHaveSeen) {
  ModelRecord champion;
  champion.held_out_from = "2026-05-25";
  const auto later = held_out_of(dated_tickets(), &champion, kOneThread);
  EXPECT_EQ(later.from, "2026-05-25");
  EXPECT_EQ(later.comparison.rows.size(), 5U);
  champion.held_out_from = "2026-04-11";
  EXPECT_EQ(held_out_of(dated_tickets(), &champion, kOneThread).comparison.rows.size(), 10U);
  champion.held_out_from = "";  // of before tickets were held out by time
  for (const auto& row : held_out_of(dated_tickets(), &champion, kOneThread).comparison.rows)
    EXPECT_TRUE(is_held_out(store::TicketId{static_cast<std::int64_t>(row.line)}));
}

TEST(HeldOutOf, LeavesRepeatsOfTrainingTicketsOutOfTheComparison) {
  auto all = dated_tickets();
  all.rows[95].text = "  " + all.rows[3].text + "!";
  EXPECT_EQ(held_out_of(all, nullptr, kOneThread).comparison.rows.size(), 9U);
}

TEST(HeldOutOf, ChoosesByNumberIfDatesAreMissingOrNearlyAllEqual) {
  auto all = dated_tickets();
  for (std::size_t i = 0; i < 20; ++i) all.rows[i].created_at.clear();
  EXPECT_EQ(held_out_of(all, nullptr, kOneThread).from, "");
  all = dated_tickets();
  for (std::size_t i = 0; i < 60; ++i) all.rows[99 - i].created_at = "2026-06-01";
  const auto parts = held_out_of(all, nullptr, kOneThread);
  EXPECT_EQ(parts.from, "");
  for (const auto& row : parts.comparison.rows)
    EXPECT_TRUE(is_held_out(store::TicketId{static_cast<std::int64_t>(row.line)}));
}

TEST_F(TrainWorkspaceTest, HoldsOutATenth) {
  int held_out = 0;
  for (int id = 1; id <= 10'000; ++id) held_out += is_held_out(store::TicketId{id});
  EXPECT_GT(held_out, 900);
  EXPECT_LT(held_out, 1100);
}

}  // namespace
}  // namespace smartdesk::workspace

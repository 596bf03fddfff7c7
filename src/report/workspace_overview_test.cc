#include "report/workspace_overview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/memory_store.h"

namespace smartdesk::report {
namespace {

class WorkspaceOverviewTest : public testing::Test {
 protected:
  void add(int count, const std::string& day, const std::string& category, const std::string& product = "App") {
    for (int i = 0; i < count; ++i) {
      NewTicket ticket;
      ticket.external_id = std::to_string(++number_);
      ticket.body = "text";
      ticket.created_on = day;
      ticket.product = product;
      const auto id = store.add(std::span(&ticket, 1)).ids.at(0);
      const store::NewLabel labels[] = {{id, "category", category, store::Author::kModel, "", {}},
                                        {id, "urgency", "High", store::Author::kModel, "", {}},
                                        {id, "sentiment", "Negative", store::Author::kModel, "", {}}};
      store.label(labels);
    }
  }
  WorkspaceOverview overview(int days = 7) { return workspace_overview(store, default_taxonomy(), days); }

  MemoryStore store;

 private:
  int number_ = 0;
};

TEST_F(WorkspaceOverviewTest, IsEmptyForAnEmptyWorkspace) {
  const auto empty = overview();
  EXPECT_EQ(empty.tickets, 0U);
  EXPECT_TRUE(empty.per_day.empty());
  EXPECT_TRUE(empty.attention.empty());
  overview_json(empty);
}

TEST_F(WorkspaceOverviewTest, ComparesTheLastDaysWithThePrecedingOnes) {
  add(4, "2026-03-01", "Billing");
  add(6, "2026-03-07", "Billing");
  add(12, "2026-03-14", "Bug Report", "Hub");
  const auto week = overview();
  EXPECT_EQ(week.from, "2026-03-08");
  EXPECT_EQ(week.to, "2026-03-14");
  EXPECT_EQ(week.in_period, 12U);
  EXPECT_EQ(week.before, 10U);
  ASSERT_EQ(week.per_day.size(), 14U);
  EXPECT_EQ(week.per_day.front().tickets, 4U);
  EXPECT_EQ(week.per_day[1].tickets, 0U);
  const auto& category = week.labels.at(2);
  EXPECT_EQ(category.first, "category");
  EXPECT_EQ(category.second[0].label, "Bug Report");
  EXPECT_EQ(category.second[1].before, 10U);
  EXPECT_EQ(week.products[0].label, "Hub");
  EXPECT_EQ(week.cross.row_task, "category");
  EXPECT_EQ(week.cross.column_task, "urgency");
  EXPECT_EQ(week.cross.rows, (std::vector<std::string>{"Bug Report"}));
  EXPECT_EQ(week.cross.tickets, (std::vector<std::vector<std::uint64_t>>{{12}}));
}

TEST_F(WorkspaceOverviewTest, KeepsUrgencyByCategoryTurned) {
  add(3, "2026-03-14", "Billing");
  add(2, "2026-03-14", "Other");
  const auto json = overview_json(overview());
  EXPECT_EQ(json.at("cross").at("tickets"), boost::json::parse("[[3],[2]]"));
  const auto& old = json.at("urgency_by_category");
  EXPECT_EQ(old.at("rows"), boost::json::parse(R"(["High"])"));
  EXPECT_EQ(old.at("columns"), boost::json::parse(R"(["Billing","Other"])"));
  EXPECT_EQ(old.at("tickets"), boost::json::parse("[[3,2]]"));
}

TEST_F(WorkspaceOverviewTest, FollowsATeamsTaxonomy) {
  const Taxonomy taxonomy{
      {{"team", "", {{"billing"}, {"network"}}},
       {"mood", "", {{"calm"}, {"very angry", "", {}, Tone::kBad}, {"sad", "", {}, Tone::kBad}}},
       {"risk", "", {{"none"}, {"some", "", {}, Tone::kBad}, {"grave", "", {}, Tone::kBad}}, true}}};
  NewTicket ticket;
  ticket.external_id = "7";
  ticket.body = "text";
  ticket.created_on = "2026-03-14";
  const auto id = store.add(std::span(&ticket, 1)).ids.at(0);
  const store::NewLabel labels[] = {{id, "team", "network", store::Author::kModel, "", {}},
                                    {id, "mood", "very angry", store::Author::kModel, "", {}},
                                    {id, "risk", "grave", store::Author::kModel, "", {}}};
  store.label(labels);
  const auto week = workspace_overview(store, taxonomy, 7);
  EXPECT_EQ(week.cross.row_task, "mood");
  EXPECT_EQ(week.cross.column_task, "risk");
  EXPECT_EQ(week.cross.tickets, (std::vector<std::vector<std::uint64_t>>{{1}}));
  EXPECT_TRUE(week.urgency_by_category.rows.empty());
  ASSERT_EQ(week.attention.size(), 1U);
  EXPECT_EQ(week.attention[0].kind, Attention::Kind::kBothBad);
  EXPECT_EQ(week.attention[0].text, "1 grave risk tickets with very angry mood");
  EXPECT_EQ(week.attention[0].filter, "risk:grave mood:\"very angry\" created:>=2026-03-08 created:<=2026-03-14");
}

TEST_F(WorkspaceOverviewTest, ListsWhatNeedsAttentionWithAMatchingFilter) {
  add(10, "2026-03-01", "Billing", "The \"best\" hub");
  add(20, "2026-03-14", "Billing", "The \"best\" hub");
  NewTicket bare;
  bare.external_id = "bare";
  bare.body = "text";
  store.add(std::span(&bare, 1));
  const auto week = overview();
  std::vector<Attention::Kind> kinds;
  for (const auto& item : week.attention) {
    kinds.push_back(item.kind);
    EXPECT_EQ(store.count(store::parse_filter(item.filter, {"category", "urgency", "sentiment"}), 1000), item.tickets)
        << item.filter;
  }
  using Kind = Attention::Kind;
  EXPECT_THAT(kinds, testing::ElementsAre(Kind::kUrgentAndNegative, Kind::kRising, Kind::kRising, Kind::kUnlabelled,
                                          Kind::kUnlabelled, Kind::kUnlabelled));
}

}  // namespace
}  // namespace smartdesk::report

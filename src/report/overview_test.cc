#include "report/overview.h"

#include <gtest/gtest.h>

namespace smartdesk::report {
namespace {

training::Dataset tickets(const std::vector<std::vector<std::string>>& urgency_sentiment_category) {
  training::Dataset dataset;
  dataset.path = "t.csv";
  dataset.tasks = {"urgency", "sentiment", "category"};
  for (const auto& labels : urgency_sentiment_category) {
    dataset.rows.emplace_back();
    dataset.rows.back().labels = labels;
  }
  return dataset;
}

Overview surveyed(const training::Dataset& dataset) { return survey(dataset, default_taxonomy()); }

const std::vector<Count>& counts(const Overview& overview, std::string_view task) {
  static const std::vector<Count> none;
  for (const auto& of : overview.tasks) {
    if (of.task.name == task) return of.counts;
  }
  return none;
}

std::vector<std::string> pairs(const Overview& overview) {
  std::vector<std::string> names;
  for (const auto& table : overview.crossed) names.push_back(table.row_task.name + " by " + table.column_task.name);
  return names;
}

training::Dataset table_of(int a, int b, int c, int d) {
  training::Dataset dataset = tickets({});
  const auto add = [&](int count, const char* urgency, const char* sentiment) {
    for (int i = 0; i < count; ++i) {
      dataset.rows.emplace_back();
      dataset.rows.back().labels = {urgency, sentiment, ""};
    }
  };
  add(a, "High", "Negative");
  add(b, "High", "Positive");
  add(c, "Low", "Negative");
  add(d, "Low", "Positive");
  return dataset;
}

TEST(Overview, CountsLabelsMostCommonFirstAndOmitsUnlabelledTickets) {
  const auto overview = surveyed(tickets({{"Low", "Negative", "A"}, {"Low", "", "A"}, {"High", "Positive", ""}}));
  EXPECT_EQ(overview.tickets, 3);
  ASSERT_EQ(counts(overview, "urgency").size(), 2u);
  EXPECT_EQ(counts(overview, "urgency")[0].name, "Low");
  EXPECT_EQ(counts(overview, "urgency")[0].tickets, 2);
  EXPECT_EQ(counts(overview, "sentiment").size(), 2u);
  EXPECT_EQ(counts(overview, "category").size(), 1u);
  EXPECT_TRUE(overview.product.empty());
}

TEST(Overview, CrossTablesContainOnlyTicketsWithBothLabels) {
  const auto overview = surveyed(table_of(30, 10, 5, 55));
  const auto& table = overview.crossed.at(0);
  EXPECT_EQ(table.row_task.name, "urgency");
  EXPECT_EQ(table.column_task.name, "sentiment");
  EXPECT_EQ(table.rows, (std::vector<std::string>{"Low", "High"}));
  EXPECT_EQ(table.columns, (std::vector<std::string>{"Positive", "Negative"}));
  EXPECT_EQ(table.tickets, (std::vector<std::vector<std::int64_t>>{{55, 5}, {10, 30}}));
}

TEST(Overview, CrossesTasksWithThoseThatHaveBadNews) {
  EXPECT_EQ(pairs(surveyed(table_of(1, 1, 1, 1))),
            (std::vector<std::string>{"urgency by sentiment", "category by urgency", "category by sentiment",
                                      "product by sentiment"}));
}

TEST(Overview, ShowsTheTasksOfTheTaxonomyAndThenThoseOfTheTable) {
  auto dataset = tickets({{"High", "Negative", "A"}});
  dataset.tasks = {"urgency", "team", "tags: a"};
  dataset.split_column = {"", "", "tags"};
  Taxonomy taxonomy{
      {{"risk", "", {{"fine"}, {"grave", "", {}, Tone::kBad}}, true}, *find_task(default_taxonomy(), "urgency")}};
  const auto overview = survey(dataset, taxonomy);
  std::vector<std::string> names;
  for (const auto& of : overview.tasks) names.push_back(of.task.name);
  EXPECT_EQ(names, (std::vector<std::string>{"risk", "urgency", "team"})) << "a column of several labels is no task";
  EXPECT_TRUE(counts(overview, "risk").empty());
  EXPECT_EQ(counts(overview, "team").at(0).name, "Negative");
  EXPECT_EQ(pairs(overview), (std::vector<std::string>{"urgency by risk", "team by risk", "team by urgency"}));
}

// Reference: scipy.stats.chi2_contingency(correction=False) and Bergsma's formulas by hand.
TEST(Overview, AssociationIsBiasCorrectedCramersV) {
  const auto overview = surveyed(table_of(30, 10, 20, 40));
  ASSERT_EQ(overview.associations.size(), 1u);
  EXPECT_EQ(overview.associations[0].first, "sentiment");
  EXPECT_EQ(overview.associations[0].second, "urgency");
  EXPECT_NEAR(overview.associations[0].p_value, 4.456e-5, 1e-8);
  EXPECT_NEAR(overview.associations[0].cramers_v, 0.398, 1e-3);
}

TEST(Overview, UnrelatedFieldsHaveNoAssociation) {
  const auto overview = surveyed(table_of(25, 25, 25, 25));
  EXPECT_EQ(overview.associations[0].cramers_v, 0);
  EXPECT_NEAR(overview.associations[0].p_value, 1, 1e-12);
}

TEST(Overview, AFieldThatDoesNotVaryIsNotCompared) { EXPECT_TRUE(surveyed(table_of(5, 0, 9, 0)).associations.empty()); }

TEST(Overview, DaysWithoutTicketsCountAsZeroAndOnlyWholeWeeksCount) {
  auto dataset = tickets({{"", "", ""}, {"", "", ""}, {"", "", ""}, {"", "", ""}});
  dataset.rows[0].created_at = "2026-03-01";  // a Sunday
  dataset.rows[1].created_at = "2026-03-04 10:00";
  dataset.rows[2].created_at = "not known";
  dataset.rows[3].created_at = "2026-03-09";  // a Monday
  const auto overview = surveyed(dataset);
  EXPECT_EQ(overview.first_day, "2026-03-01");
  EXPECT_EQ(overview.last_day, "2026-03-09");
  ASSERT_EQ(overview.per_day.size(), 9u);
  EXPECT_EQ(overview.per_day[1].name, "2026-03-02");
  EXPECT_EQ(overview.per_day[1].tickets, 0);
  EXPECT_EQ(overview.per_day[3].tickets, 1);
  ASSERT_EQ(overview.per_week.size(), 1u);
  EXPECT_EQ(overview.per_week[0].name, "2026-W10");
  EXPECT_EQ(overview.per_week[0].tickets, 1);
}

TEST(Overview, RejectsATableWithoutTickets) { EXPECT_THROW(surveyed(tickets({})), Error); }

}  // namespace
}  // namespace smartdesk::report

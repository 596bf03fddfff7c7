#include "report/insights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/samples_for_test.h"

namespace smartdesk::report {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> texts(const Insights& insights) {
  std::vector<std::string> result;
  for (const auto& insight : insights.found) result.push_back(insight.text);
  return result;
}

// A 2 × 2 table of category and urgency.
Overview two_by_two(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d) {
  Overview overview;
  overview.tickets = a + b + c + d;
  overview.crossed = {
      {usual_task("category"), usual_task("urgency"), {"Billing", "Other"}, {"High", "Low"}, {{a, b}, {c, d}}}};
  return overview;
}

TEST(Insights, StateCountsAndComparedShares) {
  const auto found = texts(find_insights(sample_overview()));
  EXPECT_THAT(found,
              Contains("Billing makes up 21\u00a0% of tickets but 45\u00a0% of those with High urgency (50 of 110), "
                       "2.2 times its share."));
  EXPECT_THAT(found, Contains("The week 2026-W16 brought 84 tickets, 2.9 times the usual 29."));
  EXPECT_THAT(found,
              Contains(HasSubstr("Feature Request makes up 25\u00a0% of tickets but 2.7\u00a0% of those with High")));
}

TEST(Insights, OmitInsignificantDifferences) {
  const auto found = texts(find_insights(sample_overview()));
  for (const auto* word : {"Hub", "Lamp", "Other", "Negative"}) EXPECT_THAT(found, Not(Contains(HasSubstr(word))));
}

TEST(Insights, ReportWhenNothingStandsOut) {
  const auto insights = find_insights(two_by_two(25, 75, 26, 74));
  EXPECT_TRUE(insights.found.empty());
  EXPECT_THAT(insights.conclusion, HasSubstr("Nothing stands out: of 2 comparisons"));
  EXPECT_THAT(find_insights(Overview{}).conclusion, HasSubstr("Nothing could be compared"));
}

TEST(Insights, MarkSmallNumbers) {
  EXPECT_THAT(texts(find_insights(two_by_two(12, 1, 8, 200))),
              Contains(HasSubstr("(12 of 20), 10.2 times its share (small")));
  EXPECT_THAT(texts(find_insights(two_by_two(120, 10, 80, 2000))), Not(Contains(HasSubstr("small numbers"))));
}

// The same 2 × 2 table alone and among many comparisons: a significant difference alone may be chance among many.
TEST(Insights, CorrectForMultipleComparisons) {
  EXPECT_FALSE(find_insights(two_by_two(16, 28, 150, 610)).found.empty());
  auto overview = two_by_two(16, 28, 110, 490);
  auto& table = overview.crossed[0];
  for (int i = 0; i < 40; ++i) {
    table.rows.push_back("category " + std::to_string(i));
    table.tickets.push_back({20, 80});
  }
  EXPECT_TRUE(find_insights(overview).found.empty());
}

TEST(Insights, FailureMarksAreCountedButNotCompared) {
  auto overview = two_by_two(0, 130, 200, 400);
  overview.tasks = {{usual_task("category"), {{"Other", 600}, {"Error", 130}}}};
  overview.crossed[0].rows[0] = "Error";
  const auto found = texts(find_insights(overview));
  EXPECT_THAT(found, Contains(HasSubstr("in place of an answer: 130 for category.")));
  EXPECT_THAT(found, Not(Contains(HasSubstr("Error makes up"))));
}

// The labels that are bad news come from the team's taxonomy, not from their names.
TEST(Insights, CompareWithTheBadNewsOfATeamsOwnTasks) {
  const TaskDefinition risk{"risk", "", {{"fine"}, {"grave", "", {}, Tone::kBad}}, true};
  Overview overview;
  overview.tickets = 2210;
  overview.crossed = {{{"team"}, risk, {"billing", "network"}, {"grave", "fine"}, {{120, 10}, {80, 2000}}}};
  const auto found = texts(find_insights(overview));
  EXPECT_THAT(found, Contains(HasSubstr("billing makes up")));
  EXPECT_THAT(found, Contains(HasSubstr("of those with grave risk (120 of 200)")));
  EXPECT_THAT(found, Not(Contains(HasSubstr("fine risk"))));
}

TEST(Insights, ReportAFieldThatHardlyVaries) {
  Overview overview;
  overview.tasks = {{usual_task("sentiment"), {{"Negative", 95}, {"Neutral", 5}}}};
  EXPECT_THAT(
      texts(find_insights(overview)),
      Contains(
          "95 of 100 tickets (95\u00a0%) have the sentiment Negative, so the field hardly distinguishes tickets."));
}

}  // namespace
}  // namespace smartdesk::report

#include "report/overview_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "report/overview_charts.h"
#include "report/samples_for_test.h"

namespace smartdesk::report {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class OverviewReport : public ::testing::Test {
 protected:
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_ = fs::path(::testing::TempDir()) / ("overview_report_test." + std::to_string(getpid()));
};

TEST_F(OverviewReport, WritesEveryChartAndBothReports) {
  write_overview(sample_overview(), folder_, {});
  for (const auto* name :
       {"executive_summary", "sentiment_distribution", "urgency_distribution", "category_distribution",
        "urgency_by_sentiment", "product_share", "associations", "volume"}) {
    EXPECT_TRUE(fs::exists(folder_ / (std::string(name) + ".svg"))) << name;
    EXPECT_TRUE(fs::exists(folder_ / (std::string(name) + ".png"))) << name;
    EXPECT_THAT(read(folder_ / "report.md"), HasSubstr(std::string("](") + name + ".png)"));
  }
  const auto html = read(folder_ / "report.html");
  EXPECT_THAT(html, HasSubstr("Billing makes up 21\u00a0% of tickets"));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;Other&lt;/b&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("<b>Other")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
}

TEST_F(OverviewReport, ReportsOmittedChartsForMissingColumns) {
  Overview overview;
  overview.path = "t.csv";
  overview.tickets = 30;
  for (const auto& task : default_taxonomy().tasks) overview.tasks.push_back({task, {}});
  overview.tasks[1].counts = {{"High", 20}, {"Low", 10}};
  write_overview(overview, folder_, {});
  EXPECT_TRUE(fs::exists(folder_ / "urgency_distribution.png"));
  EXPECT_FALSE(fs::exists(folder_ / "sentiment_distribution.png"));
  EXPECT_FALSE(fs::exists(folder_ / "volume.png"));
  const auto markdown = read(folder_ / "report.md");
  for (const auto* sentence :
       {"No sentiment chart", "No product chart", "No chart over time", "No chart of associations"}) {
    EXPECT_THAT(markdown, HasSubstr(sentence));
  }
}

TEST_F(OverviewReport, ShowsAFurtherTask) {
  auto overview = sample_overview();
  overview.tasks.push_back({{"team"}, {{"network", 300}, {"billing", 100}}});
  write_overview(overview, folder_, {});
  EXPECT_TRUE(fs::exists(folder_ / "team_distribution.svg"));
  const auto markdown = read(folder_ / "report.md");
  EXPECT_THAT(markdown, HasSubstr("network is the commonest of 2 teams: 75\u00a0% of tickets"));
  EXPECT_THAT(markdown, HasSubstr("](team_distribution.png)"));
}

TEST(OverviewCharts, TitlesStateTheFinding) {
  const auto overview = sample_overview();
  std::vector<std::string> titles;
  for (const auto& chart : overview_charts(overview, find_insights(overview)).charts) titles.push_back(chart.title);
  EXPECT_THAT(titles, Contains("Negative sentiment is 50\u00a0% of tickets"));
  EXPECT_THAT(titles,
              Contains("High urgency is 28\u00a0% of tickets, the largest part of it Technical Issue (49\u00a0%)"));
  EXPECT_THAT(titles, Contains("Urgency and category go together most: Cramér's V 0.36"));
  EXPECT_THAT(titles, Contains("33 tickets a week on average, at most 84 in 2026-W16"));
}

TEST(OverviewCharts, NameATeamsOwnLabels) {
  const TaskDefinition mood{"mood", "", {{"calm"}, {"furious", "", {}, Tone::kBad}}};
  const TaskDefinition risk{"risk", "", {{"fine"}, {"grave", "", {}, Tone::kBad}}, true};
  Overview overview;
  overview.tickets = 100;
  overview.tasks = {{mood, {{"calm", 60}, {"furious", 40}}}, {risk, {{"fine", 80}, {"grave", 20}}}};
  overview.crossed = {{risk, mood, {"fine", "grave"}, {"calm", "furious"}, {{58, 22}, {2, 18}}}};
  std::vector<std::string> titles;
  for (const auto& chart : overview_charts(overview, find_insights(overview)).charts) titles.push_back(chart.title);
  EXPECT_THAT(titles, Contains("Furious mood is 40\u00a0% of tickets"));
  EXPECT_THAT(titles, Contains("Grave risk is 20\u00a0% of tickets"));
  EXPECT_THAT(titles, Contains("90\u00a0% of grave risk tickets are furious, of all tickets 40\u00a0%"));
}

TEST(OverviewCharts, ShowAFewDaysDayByDay) {
  Overview overview;
  overview.first_day = "2026-01-05";
  overview.last_day = "2026-01-07";
  overview.per_day = {{"2026-01-05", 3}, {"2026-01-06", 0}, {"2026-01-07", 9}};
  const auto charts = overview_charts(overview, {}).charts;
  ASSERT_EQ(charts.size(), 1u);
  EXPECT_EQ(charts[0].title, "4.0 tickets a day on average, at most 9 on 2026-01-07");
}

}  // namespace
}  // namespace smartdesk::report

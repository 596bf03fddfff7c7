#include "server/api/desk.h"

#include <gtest/gtest.h>

#include "report/workspace_overview.h"
#include "text/json_text.h"
#include "training/benchmark_json.h"

namespace smartdesk::server {
namespace {

// What is left of the JSON after it was read as a T: the same text, unless keys, their order or types differ.
template <typename T>
std::string as_described(const boost::json::value& written) {
  return text::json_text(http::json_of(http::read_json<T>(written)));
}

TEST(ApiDesk, DescribeTheInsightsThatTheReportWrites) {
  report::WorkspaceOverview overview;
  overview.first_day = "2026-01-01";
  overview.days = 30;
  overview.per_day = {{"2026-03-01", 7}};
  overview.labels = {{"sentiment", {{"Negative", 3, 2}}}, {"category", {}}};
  overview.cross = {"category", "urgency", {"Billing", "Other"}, {"High"}, {{1}, {2}}};
  overview.urgency_by_category = {"urgency", "category", {"High"}, {"Billing", "Other"}, {{1, 2}}};
  overview.products = {{"App", 4, 1}};
  using Kind = report::Attention::Kind;
  for (const auto kind : {Kind::kUrgentAndNegative, Kind::kBothBad, Kind::kRising, Kind::kUnlabelled})
    overview.attention.push_back({kind, "product", "App", 4, 1, "a sentence", "product:App"});
  const boost::json::value insights = report::overview_json(overview);
  EXPECT_EQ(as_described<api::Insights>(insights), text::json_text(insights));
}

TEST(ApiDesk, DescribeTheRowsOfABenchmark) {
  training::BenchmarkResult result;
  auto& task = result.tasks.emplace_back();
  task.task = "category";
  task.algorithms.resize(2);
  task.algorithms[0].ran = true;
  task.algorithms[0].status = "ok";
  task.algorithms[1].status = "unavailable";
  for (const auto& row : training::benchmark_rows_json(result))
    EXPECT_EQ(as_described<api::Benchmark>(row), text::json_text(row));
}

}  // namespace
}  // namespace smartdesk::server

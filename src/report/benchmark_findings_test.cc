#include "report/benchmark_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/samples_for_test.h"

namespace smartdesk::report {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(BenchmarkFindings, ReportTiedAndWorseAlgorithms) {
  const auto found = findings(sample_task("urgency"));
  EXPECT_THAT(found.front(), HasSubstr("LinearSVC is best on urgency: macro F1 0.850"));
  EXPECT_THAT(found.front(), HasSubstr("Always predicting \"Low\" reaches macro F1 0.167"));
  EXPECT_THAT(
      found,
      Contains(HasSubstr("Not distinguishable from it on these rows (McNemar's test, p ≥ 0.05): LogReg (p = 0.700).")));
  EXPECT_THAT(found, Contains("Significantly different from it (p < 0.05): NaiveBayes (p < 0.001)."));
  EXPECT_THAT(found, Contains(HasSubstr("CatBoost did not run: unavailable: its Python package")));
}

TEST(BenchmarkFindings, StartWithNoBetterThanGuessing) {
  auto task = sample_task("urgency");
  EXPECT_THAT(findings(task), Not(Contains(HasSubstr("guessing"))));
  task.verdict = {training::Verdict::Kind::kGuessing, "No better than guessing: the rest."};
  EXPECT_THAT(findings(task).front(), HasSubstr("No better than guessing"));
}

TEST(BenchmarkFindings, NameNoWinnerIfTheTestRowsHaveOneLabel) {
  auto result = sample_benchmark();
  result.tasks.resize(1);
  result.tasks[0].verdict = {training::Verdict::Kind::kSingleLabel, "Cannot be judged: the reason."};
  const auto found = findings(result.tasks[0]);
  EXPECT_EQ(found.front(), "urgency: Cannot be judged: the reason.");
  EXPECT_THAT(found, Not(Contains(HasSubstr("is best on"))));
  EXPECT_EQ(headline(result), "One label only in the test rows: nothing can be said about urgency");
}

TEST(BenchmarkFindings, ExplainAHigherScoreThanTheWinners) {
  auto task = sample_task("urgency");
  EXPECT_THAT(findings(task), Not(Contains(HasSubstr("scored higher"))));
  task.algorithms[0].metrics.macro_f1 = 0.9;
  EXPECT_THAT(findings(task), Contains(HasSubstr("LogReg scored higher on the test rows (macro F1 0.900)")));
}

TEST(BenchmarkFindings, NameTheMostCommonMistake) {
  models::Metrics metrics;
  metrics.confusion = {{9, 1, 2}, {4, 9, 0}, {3, 3, 9}};
  const auto most = commonest_confusion(metrics);
  EXPECT_EQ(most.truth, 1);
  EXPECT_EQ(most.predicted, 0);
  EXPECT_EQ(most.count, 4);
  metrics.confusion = {{9, 0}, {0, 9}};
  EXPECT_EQ(commonest_confusion(metrics).count, 0);
}

TEST(BenchmarkFindings, TheHeadlineNamesTheLeadersOrTasksWithoutSignal) {
  auto result = sample_benchmark();
  EXPECT_EQ(headline(result), "No algorithm beats guessing on evaluation_report");
  result.tasks.resize(1);
  EXPECT_EQ(headline(result), "LinearSVC leads on urgency (level with 1 more)");
}

}  // namespace
}  // namespace smartdesk::report

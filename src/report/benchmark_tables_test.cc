#include "report/benchmark_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "formats/table.h"
#include "report/samples_for_test.h"

namespace smartdesk::report {
namespace {

using ::testing::StartsWith;

using Rows = std::vector<std::map<std::string, std::string>>;

Rows read(const std::string& path) {
  Rows rows;
  auto reader = formats::TableReader::open(path);
  formats::Record record;
  while (reader.next(record)) {
    rows.emplace_back();
    for (std::size_t i = 0; i < record.fields.size(); ++i) rows.back()[reader.columns()[i]] = record.fields[i];
  }
  EXPECT_EQ(reader.rejected(), 0u);
  return rows;
}

class BenchmarkTables : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  std::string path_ = ::testing::TempDir() + "benchmark_tables_test." + std::to_string(getpid()) + ".csv";
  training::BenchmarkResult result_ = sample_benchmark();
};

TEST_F(BenchmarkTables, ResultsBeginWithTheColumnsThatScriptsRead) {
  write_results(result_, path_);
  const auto reader = formats::TableReader::open(path_);
  const std::vector<std::string> promised{"task",     "algorithm",   "accuracy",        "weighted_f1",
                                          "macro_f1", "precision",   "recall",          "log_loss",
                                          "ece",      "fit_seconds", "rows_per_second", "status"};
  ASSERT_GE(reader.columns().size(), promised.size());
  EXPECT_EQ(std::vector<std::string>(reader.columns().begin(), reader.columns().begin() + 12), promised);
}

TEST_F(BenchmarkTables, ResultsHoldEveryAlgorithmAndTheBaselineOfEachTask) {
  write_results(result_, path_);
  const auto rows = read(path_);
  ASSERT_EQ(rows.size(), 15u);
  EXPECT_EQ(rows[2].at("algorithm"), "LinearSVC");
  EXPECT_EQ(rows[2].at("best"), "yes");
  EXPECT_EQ(rows[2].at("macro_f1"), "0.850000");
  EXPECT_EQ(rows[2].at("p_value_against_best"), "");
  EXPECT_EQ(rows[3].at("accuracy"), "");
  EXPECT_THAT(rows[3].at("status"), StartsWith("unavailable: "));
  EXPECT_EQ(rows[4].at("algorithm"), "Majority");
  EXPECT_EQ(rows[4].at("accuracy"), "0.333333");
  EXPECT_EQ(rows[4].at("log_loss"), "");
}

TEST_F(BenchmarkTables, MistakesShowDecidingWordsAndEscapeFormulas) {
  write_misclassified(result_, path_);
  const auto rows = read(path_);
  ASSERT_EQ(rows.size(), 3 * result_.tasks[0].misclassified.size());
  EXPECT_EQ(rows[0].at("id"), "T-1");
  EXPECT_EQ(rows[0].at("text"), "'" + kHostileText);
  EXPECT_EQ(rows[0].at("truth"), "Low");
  EXPECT_EQ(rows[0].at("prediction"), "Medium");
  EXPECT_EQ(rows[0].at("deciding_words"), "invoice");
}

TEST_F(BenchmarkTables, PredictionsHoldEveryTestRowAndEveryAlgorithmThatRan) {
  result_.tasks[0].algorithms[0].probabilities[2] = 0.123456789F;
  result_.tasks[0].algorithms[0].predicted[0] = 2;
  write_predictions(result_.tasks[0], path_);
  const auto rows = read(path_);
  ASSERT_EQ(rows.size(), 60u);
  EXPECT_EQ(rows[0].at("line"), "2");
  EXPECT_EQ(rows[0].at("label"), "High");
  EXPECT_EQ(rows[0].at("predicted_LogReg"), "Medium");
  EXPECT_EQ(std::stof(rows[0].at("probability_LogReg")), 0.123456789F);
  EXPECT_EQ(rows[59].at("line"), "61");
  EXPECT_EQ(rows[59].at("predicted_LinearSVC"), "Medium");
  EXPECT_FALSE(rows[0].contains("predicted_CatBoost")) << "it did not run";
}

TEST_F(BenchmarkTables, ATicketTestedOnSeveralTasksIsOneRow) {
  result_.tasks[1].test_ids[5] = "only here";
  write_analyzed(result_, path_);
  const auto rows = read(path_);
  ASSERT_EQ(rows.size(), 61u);
  EXPECT_EQ(rows[0].at("predicted_urgency"), "High");
  EXPECT_EQ(rows[0].at("correct_urgency"), "yes");
  EXPECT_EQ(rows[1].at("correct_cat/egory"), "no");
  EXPECT_EQ(rows[5].at("predicted_evaluation_report"), "");
  EXPECT_EQ(rows[60].at("id"), "only here");
  EXPECT_EQ(rows[60].at("urgency"), "");
}

TEST_F(BenchmarkTables, IdenticalTicketsStaySeparate) {
  for (auto& task : result_.tasks) {
    for (auto& id : task.test_ids) id = "same";
    for (auto& text : task.test_texts) text = "same";
  }
  EXPECT_EQ(analyzed_rows(result_).size(), 60u);
}

}  // namespace
}  // namespace smartdesk::report

#include "report/benchmark_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "report/samples_for_test.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"

namespace smartdesk::report {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class BenchmarkReport : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = fs::path(::testing::TempDir()) / ("benchmark_report_test." + std::to_string(getpid()));
    fs::remove_all(folder);
    write_benchmark(sample_benchmark(), folder, {});
  }
  static void TearDownTestSuite() { fs::remove_all(folder); }
  static fs::path folder;
};
fs::path BenchmarkReport::folder;

TEST_F(BenchmarkReport, WritesAllFiles) {
  for (const auto* name : {"benchmark_results.csv", "evaluation_report.md", "evaluation_report.html", "urgency.html",
                           "reports/urgency/LinearSVC_report.txt", "reports/urgency/LinearSVC_cm.png",
                           "reports/urgency/LinearSVC_cm.svg", "misclassified.csv", "analyzed_tickets.csv",
                           "predictions_urgency.csv", "benchmark_f1_scores.png", "benchmark_f1_scores.svg"}) {
    EXPECT_GT(fs::file_size(folder / name), 0u) << name;
  }
  EXPECT_FALSE(fs::exists(folder / "reports/urgency/CatBoost_report.txt"));
}

TEST_F(BenchmarkReport, TasksWithAwkwardNamesGetFilesOfTheirOwn) {
  EXPECT_TRUE(fs::exists(folder / "cat_egory.html"));
  EXPECT_TRUE(fs::exists(folder / "evaluation_report_.html"));
  EXPECT_THAT(read(folder / "evaluation_report.html"), HasSubstr("href=\"evaluation_report_.html\""));
}

TEST_F(BenchmarkReport, ReportsTheFindings) {
  for (const auto* name : {"evaluation_report.html", "evaluation_report.md"}) {
    const auto text = read(folder / name);
    EXPECT_THAT(text, HasSubstr("Not distinguishable from it")) << name;
    EXPECT_THAT(text, HasSubstr("No better than guessing")) << name;
    EXPECT_THAT(text, HasSubstr("generated tickets only")) << name;
    EXPECT_THAT(text, HasSubstr("2 rows could not be read")) << name;
    EXPECT_THAT(text, HasSubstr("Sample predictions")) << name;
    EXPECT_THAT(text, HasSubstr("Majority")) << name;
    EXPECT_THAT(text, HasSubstr("tickets.csv")) << name;
    EXPECT_THAT(text, Not(HasSubstr("some/folder"))) << name;
  }
}

TEST_F(BenchmarkReport, EscapesTicketTextOnEveryPage) {
  for (const auto* name : {"evaluation_report.html", "urgency.html"}) {
    EXPECT_THAT(read(folder / name), Not(HasSubstr("<script"))) << name;
  }
  EXPECT_THAT(read(folder / "urgency.html"), HasSubstr("=1+1 &lt;script&gt;"));
}

TEST_F(BenchmarkReport, PagesEmbedTheirDrawings) {
  const auto html = read(folder / "urgency.html");
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, HasSubstr("fill=\"var(--c-ink)\""));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
}

using BenchmarkReportOfARealRun = ScratchFiles;

TEST_F(BenchmarkReportOfARealRun, SavesAModelWithTheReportedPredictions) {
  const auto train = training::read_dataset({write("train.csv", small_tickets(120, 1))}, {});
  const auto test = training::read_dataset({write("test.csv", small_tickets(45, 2))}, {});
  training::BenchmarkOptions options;
  options.algorithms = {models::Algorithm::kNaiveBayes, models::Algorithm::kLinearSvc};
  const auto result = training::benchmark(
      {std::make_shared<const training::Dataset>(train), std::make_shared<const training::Dataset>(test), nullptr},
      options, {});
  write_benchmark(result, path("out"), {});
  const auto model = models::load_model(path("out/models/label_best"));
  models::ModelScratch scratch;
  std::vector<models::Prediction> predictions;
  const auto& task = result.tasks[0];
  for (std::size_t i = 0; i < task.truth.size(); ++i) {
    models::predict(model, task.test_texts[i], scratch, predictions);
    EXPECT_EQ(predictions[0].label, task.algorithms[task.best].predicted[i]);
  }
  EXPECT_TRUE(exists("out/reports/label/LinearSVC_cm.png"));
}

using BenchmarkReportInterrupted = ScratchFiles;

TEST_F(BenchmarkReportInterrupted, LeavesNothing) {
  const auto target = path("out");
  const std::atomic<bool> stopped{true};
  const smartdesk::Run run{1, {}, &stopped};
  EXPECT_THROW(write_benchmark(sample_benchmark(), target, run), Error);
  EXPECT_FALSE(exists("out"));
}

}  // namespace
}  // namespace smartdesk::report

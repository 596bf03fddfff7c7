#include "models/catboost.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <mutex>

#include "core/error.h"
#include "models/internal/child_process.h"
#include "models/rows_for_test.h"
#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::models {
namespace {

class Catboost : public ScratchFiles {
 protected:
  void SetUp() override {
    const auto here = catboost_availability();
    if (!here.available) GTEST_SKIP() << here.reason;
  }

  // The raw scores of the package after its own fit, row by row.
  std::vector<double> by_the_package(const RowsForTest& rows, int trees) {
    std::string data;
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
      data += std::to_string(rows.labels[i]);
      const auto row = rows.rows.row(i);
      for (std::size_t j = 0; j < row.size(); ++j) data += fmt::format(" {}:{:.17g}", row.columns[j], row.values[j]);
      data += '\n';
    }
    write("rows.txt", data);
    std::vector<double> raw;
    const auto result = run_child(
        {catboost_python(), "-c", kPackageAlone, path("rows.txt"), std::to_string(rows.rows.columns()),
         std::to_string(rows.classes), std::to_string(trees)},
        [&](std::string_view line) { raw.push_back(std::stod(std::string(line))); }, kOneThread);
    EXPECT_EQ(result.exit_status, 0) << result.complaints;
    return raw;
  }

  static constexpr const char* kPackageAlone = R"(
import sys
import numpy as np
from catboost import CatBoostClassifier
path, columns, classes, trees = sys.argv[1], *map(int, sys.argv[2:])
lines = [line.split() for line in open(path)]
rows = np.zeros((len(lines), columns), np.float32)
for i, line in enumerate(lines):
    for item in line[1:]:
        column, value = item.split(":")
        rows[i, int(column)] = float(value)
labels = [int(line[0]) for line in lines]
model = CatBoostClassifier(iterations=trees, learning_rate=0.1, random_state=42, thread_count=1, verbose=0,
                           allow_writing_files=False).fit(rows, labels)
for raw in np.ravel(model.predict(rows, prediction_type="RawFormulaVal")):
    print(repr(float(raw)))
)";

  static FitOptions trees(int count) {
    FitOptions options;
    options.catboost_trees = count;
    return options;
  }
};

TEST_F(Catboost, GivesTheSameScoresAsThePackage) {
  for (const int classes : {3, 2}) {
    const auto rows = made_up_rows(250, 60, classes, 51);
    const auto expected = by_the_package(rows, 25);
    const auto ours = fit_catboost(rows.training(), trees(25), kOneThread);
    const std::size_t outputs = classes == 2 ? 1 : 3;
    ASSERT_EQ(expected.size(), rows.labels.size() * outputs);
    std::vector<float> scores(static_cast<std::size_t>(classes));
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
      ours.scores(rows.rows.row(i), scores);
      for (std::size_t k = 0; k < outputs; ++k) {
        ASSERT_NEAR(scores[classes == 2 ? 1 : k], expected[i * outputs + k], 1e-6) << i;
      }
    }
  }
}

TEST_F(Catboost, ReportsEachTree) {
  std::vector<std::uint64_t> done;
  std::mutex mutex;
  smartdesk::Run run;
  run.progress = [&](std::string_view, std::uint64_t now, std::uint64_t total) {
    const std::lock_guard lock(mutex);
    done.push_back(now);
    EXPECT_EQ(total, 5U);
  };
  fit_catboost(made_up_rows(100, 30, 3, 52).training(), trees(5), run);
  EXPECT_THAT(done, testing::ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(Catboost, PassesOnTheErrorOfTheTrainer) {
  // The package itself refuses zero trees.
  try {
    fit_catboost(made_up_rows(50, 20, 3, 53).training(), trees(0), kOneThread);
    FAIL() << "trained without a tree";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kFailed);
    EXPECT_GT(std::string(error.what()).size(), std::string("CatBoost's trainer failed: ").size());
  }
}

}  // namespace
}  // namespace smartdesk::models

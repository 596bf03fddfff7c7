#include "models/classifier.h"

#include <gmock/gmock.h>

#include <atomic>
#include <cmath>

#include "core/error.h"
#include "models/metrics.h"
#include "models/rows_for_test.h"
#include "support/runs.h"

namespace smartdesk::models {
namespace {

FitOptions few_trees() {
  FitOptions options;
  options.trees = 10;
  options.boosting_rounds = 8;
  options.catboost_trees = 60;
  return options;
}

// Every algorithm must keep the guarantees of the common interface.
class EveryAlgorithm : public testing::TestWithParam<Algorithm> {
 protected:
  void SetUp() override {
    const auto here = availability(GetParam());
    if (!here.available) GTEST_SKIP() << here.reason;
  }
  static Classifier fit(const RowsForTest& rows, int threads = 1) {
    smartdesk::Run run;
    run.threads = threads;
    return Classifier::fit(GetParam(), rows.training(), few_trees(), run);
  }
};

INSTANTIATE_TEST_SUITE_P(Algorithms, EveryAlgorithm, testing::ValuesIn(kAlgorithms),
                         [](const auto& tested) { return std::string(display_name(tested.param)); });

double accuracy(const Classifier& classifier, const RowsForTest& rows) {
  return measure_labels(top_labels(classifier.scores(rows.rows, kOneThread), rows.classes), rows.labels, rows.classes)
      .accuracy;
}

TEST_P(EveryAlgorithm, LearnsManySeparableClasses) {
  const auto rows = made_up_rows(400, 120, 4, 1);
  const auto classifier = fit(rows);
  EXPECT_EQ(classifier.classes(), 4);
  EXPECT_EQ(classifier.columns(), 120U);
  EXPECT_EQ(classifier.algorithm(), GetParam());
  EXPECT_GT(accuracy(classifier, rows), 0.65);  // always saying the commonest class gives .6
}

TEST_P(EveryAlgorithm, GivesTwoScoresForTwoClasses) {
  const auto rows = made_up_rows(300, 60, 2, 2);
  const auto classifier = fit(rows);
  EXPECT_EQ(classifier.classes(), 2);
  EXPECT_EQ(classifier.scores(rows.rows, kOneThread).size(), 600U);
  EXPECT_GT(accuracy(classifier, rows), 0.76);  // always saying the commonest class gives .7
}

TEST_P(EveryAlgorithm, LearnsAClassOfOneRowAndRowsWithoutAnEntry) {
  RowsForTest rows{features::SparseMatrix(3), {0, 1, 1, 0, 2}, 3};
  const std::uint32_t columns[] = {0, 1, 2};
  const float ones[] = {1, 1, 1};
  for (const std::size_t column : {0U, 1U, 1U, 0U}) {
    rows.rows.append({std::span(columns).subspan(column, 1), std::span(ones).first(1)});
  }
  rows.rows.append({});
  for (const float score : fit(rows).scores(rows.rows, kOneThread)) EXPECT_TRUE(std::isfinite(score));
}

TEST_P(EveryAlgorithm, IsTheSameForAnyNumberOfThreads) {
  const auto rows = made_up_rows(500, 150, 3, 3);
  const auto one = fit(rows, 1), three = fit(rows, 3);
  EXPECT_EQ(one.to_bytes(), three.to_bytes());
  smartdesk::Run run;
  run.threads = 3;
  EXPECT_EQ(one.scores(rows.rows, kOneThread), one.scores(rows.rows, run));
}

TEST_P(EveryAlgorithm, GivesARowTheSameScoresAloneAndAmongOthers) {
  const auto rows = made_up_rows(300, 60, 3, 4);
  const auto classifier = fit(rows);
  const auto all = classifier.scores(rows.rows, kOneThread);
  std::vector<float> one(3);
  for (const std::size_t i : {0U, 5U, 299U}) {
    classifier.scores(rows.rows.row(i), one);
    EXPECT_THAT(one, testing::ElementsAreArray(std::span(all).subspan(i * 3, 3)));
  }
}

TEST_P(EveryAlgorithm, IsRestoredFromItsBytes) {
  for (const int classes : {2, 5}) {
    const auto rows = made_up_rows(200, 80, classes, 5);
    const auto classifier = fit(rows);
    const auto bytes = classifier.to_bytes();
    const auto restored = Classifier::from_bytes(bytes, nullptr);
    EXPECT_EQ(restored.to_bytes(), bytes);
    EXPECT_EQ(restored.algorithm(), GetParam());
    EXPECT_EQ(restored.columns(), 80U);
    EXPECT_EQ(restored.scores(rows.rows, kOneThread), classifier.scores(rows.rows, kOneThread));
    EXPECT_EQ(restored.weight(3, 1), classifier.weight(3, 1));
  }
}

TEST_P(EveryAlgorithm, RefusesTruncatedBytes) {
  const auto bytes = fit(made_up_rows(60, 20, 3, 6)).to_bytes();
  const std::size_t step = bytes.size() < 10000 ? 8 : 264;
  for (std::size_t size = 0; size < bytes.size(); size += step) {
    EXPECT_THROW(Classifier::from_bytes(std::string_view(bytes).substr(0, size), nullptr), Error) << size;
  }
  EXPECT_THROW(Classifier::from_bytes(bytes + std::string(8, '\0'), nullptr), Error);
}

TEST_P(EveryAlgorithm, IsRefusedOrSafeIfBytesAreDamaged) {
  const auto rows = made_up_rows(60, 20, 3, 7);
  const auto bytes = fit(rows).to_bytes();
  const std::size_t step = bytes.size() < 6000 ? 1 : bytes.size() / 6000;
  for (std::size_t at = 0; at < bytes.size(); at = at < 256 ? at + 1 : at + step) {
    for (const int bits : {0x01, 0x80, 0xFF}) {
      auto bent = bytes;
      bent[at] = static_cast<char>(bent[at] ^ bits);
      try {
        const auto classifier = Classifier::from_bytes(bent, nullptr);
        if (classifier.columns() < 20) continue;  // it must not be asked for columns that it lacks
        std::vector<float> scores(static_cast<std::size_t>(classifier.classes()));
        for (std::size_t i = 0; i < 8; ++i) classifier.scores(rows.rows.row(i), scores);
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      }
    }
  }
}

TEST_P(EveryAlgorithm, StopsWhenAsked) {
  if (GetParam() == Algorithm::kNaiveBayes) GTEST_SKIP() << "one pass cannot be stopped";
  std::atomic<bool> stopped = true;
  smartdesk::Run run;
  run.stopped = &stopped;
  const auto rows = made_up_rows(200, 60, 3, 8);
  try {
    Classifier::fit(GetParam(), rows.training(), few_trees(), run);
    FAIL() << "was not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInterrupted);
  }
}

TEST(Classifier, HasWeightsThatAddUpToTheScoreIfLinear) {
  const auto rows = made_up_rows(200, 60, 3, 9);
  for (const auto algorithm : {Algorithm::kLogReg, Algorithm::kNaiveBayes, Algorithm::kLinearSvc}) {
    const auto classifier = Classifier::fit(algorithm, rows.training(), {}, kOneThread);
    const auto row = rows.rows.row(7);
    std::vector<float> scores(3);
    classifier.scores(row, scores);
    float sum = classifier.intercept(2).value();
    for (std::size_t i = 0; i < row.size(); ++i) sum += row.values[i] * classifier.weight(row.columns[i], 2).value();
    EXPECT_NEAR(sum, scores[2], 1e-5);
  }
  const auto forest = Classifier::fit(Algorithm::kRandomForest, rows.training(), few_trees(), kOneThread);
  EXPECT_FALSE(forest.weight(0, 0).has_value());
  EXPECT_FALSE(forest.intercept(0).has_value());
}

TEST(Classifier, FitsSettingsTogetherAsItFitsThemAlone) {
  const auto rows = made_up_rows(120, 30, 3, 5);
  std::vector<FitOptions> settings;
  for (const bool evidence : {false, true}) {
    for (const double balance : {0.0, 1.0}) {
      auto& options = settings.emplace_back();
      options.class_evidence = evidence;
      options.balance = balance;
      options.tolerance = 1e-5;
    }
  }
  const auto together = Classifier::fit_path(Algorithm::kLinearSvc, rows.training(), settings, kOneThread);
  ASSERT_EQ(together.size(), settings.size());
  for (std::size_t s = 0; s < settings.size(); ++s) {
    const auto alone = Classifier::fit(Algorithm::kLinearSvc, rows.training(), settings[s], kOneThread);
    const auto expected = alone.scores(rows.rows, kOneThread), got = together[s].scores(rows.rows, kOneThread);
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(got[i], expected[i], 1e-3) << s;
  }
}

TEST(Classifier, RefusesRowsAndLabelsThatDoNotMatch) {
  const auto rows = made_up_rows(20, 10, 2, 10);
  const auto refused = [](const TrainingRows& training) {
    EXPECT_THROW(Classifier::fit(Algorithm::kLogReg, training, {}, kOneThread), Error);
  };
  const features::SparseMatrix none(0);
  const std::vector<ClassIndex> out_of_range(20, 2);
  refused({rows.rows, rows.labels, 1});
  refused({rows.rows, std::span(rows.labels).first(19), 2});
  refused({rows.rows, out_of_range, 2});
  refused({rows.rows.select({}), {}, 2});
}

TEST(Algorithms, AreFoundByTheirNamesOnTheCommandLine) {
  for (const auto algorithm : kAlgorithms) EXPECT_EQ(algorithm_named(option_name(algorithm)), algorithm);
  EXPECT_EQ(algorithm_named("LogReg"), std::nullopt);
}

}  // namespace
}  // namespace smartdesk::models

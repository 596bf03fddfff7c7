#include "training/label_errors.h"

#include <gmock/gmock.h>

#include <limits>

#include "core/error.h"

namespace smartdesk::training {
namespace {

struct Rows {
  std::vector<float> probabilities;
  std::vector<ClassIndex> labels;
};

// 60 rows of 4 labels; every fifth row looks like the next label.
Rows confusing_rows() {
  constexpr int kRows = 60, kClasses = 4;
  Rows rows;
  for (int i = 0; i < kRows; ++i) {
    rows.labels.push_back(i % kClasses);
    const int truth = (i % 5 == 0 ? i + 1 : i) % kClasses;
    double weights[kClasses], total = 0;
    for (int k = 0; k < kClasses; ++k) {
      weights[k] = 1 + (i * i * 7 + i * 31 + k * 17 * (i + 3)) % 97 + (k == truth ? 60 : 0);
      total += weights[k];
    }
    for (const double weight : weights) rows.probabilities.push_back(static_cast<float>(weight / total));
  }
  return rows;
}

std::vector<std::size_t> suspects(const std::vector<JudgedLabel>& judged) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    if (judged[i].is_suspect) rows.push_back(i);
  }
  return rows;
}

TEST(LabelErrors, AreThoseThatCleanlabFinds) {
  const auto rows = confusing_rows();
  // numpy.flatnonzero(find_label_issues(labels, probabilities)) of cleanlab 2.9.0.
  EXPECT_THAT(suspects(judge_labels(rows.probabilities, rows.labels, 4)),
              testing::ElementsAre(0, 7, 13, 15, 20, 24, 25, 30, 35, 36, 40, 49, 55));
}

TEST(LabelErrors, ScoreTheBestOtherLabelAgainstTheOwn) {
  const auto judged = judge_labels(std::vector<float>{0.9F, 0.1F, 0.2F, 0.8F, 0.5F, 0.5F}, std::vector{0, 0, 1}, 2);
  EXPECT_NEAR(judged[0].score, 0.1, 1e-6);
  EXPECT_NEAR(judged[1].score, 0.8, 1e-6);
  EXPECT_NEAR(judged[2].score, 0.5, 1e-6);
  EXPECT_EQ(judged[0].suggested, 0);
  EXPECT_EQ(judged[1].suggested, 1);
  EXPECT_EQ(judged[2].suggested, 1) << "no other label is more probable";
  EXPECT_NEAR(judge_labels(std::vector<float>{0.2F, 0.3F, 0.5F}, std::vector{0}, 3)[0].score, 5.0 / 7, 1e-6);
}

TEST(LabelErrors, AreNotRowsWhoseLabelIsTheMostProbable) {
  const std::vector<float> probabilities{0.9F, 0.1F, 0.6F, 0.4F, 0.3F, 0.7F, 0.1F, 0.9F};
  EXPECT_THAT(suspects(judge_labels(probabilities, std::vector{0, 0, 1, 1}, 2)), testing::IsEmpty());
}

TEST(LabelErrors, LeaveEachLabelARow) {
  // Label 1 has one row, and the only two rows of label 2 look like label 0.
  const std::vector<float> probabilities{0.8F,  0.1F, 0.1F, 0.9F, 0.05F, 0.05F, 0.9F, 0.05F,
                                         0.05F, 0.9F, 0.1F, 0,    0.85F, 0.1F,  0.05F};
  EXPECT_LE(suspects(judge_labels(probabilities, std::vector{0, 0, 1, 2, 2}, 3)).size(), 1U);
}

TEST(LabelErrors, AllowLabelsWithoutRowsAndNoRows) {
  const auto judged = judge_labels(std::vector<float>{0.1F, 0.9F, 0.2F, 0.8F}, std::vector{0, 0}, 2);
  EXPECT_THAT(suspects(judged), testing::IsEmpty());
  EXPECT_THAT(judge_labels({}, {}, 2), testing::IsEmpty());
  EXPECT_EQ(judge_labels(std::vector{1.0F}, std::vector{0}, 1)[0].score, 0);
}

TEST(LabelErrors, RejectWrongShapesAndProbabilities) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(judge_labels(std::vector{0.5F}, std::vector{0}, 2), Error);
  EXPECT_THROW(judge_labels(std::vector{0.5F, 0.5F}, std::vector{2}, 2), Error);
  EXPECT_THROW(judge_labels(std::vector{kNan, 0.5F}, std::vector{0}, 2), Error);
  EXPECT_THROW(judge_labels(std::vector{-1.0F, 2.0F}, std::vector{0}, 2), Error);
  EXPECT_THROW(judge_labels({}, {}, 0), Error);
}

}  // namespace
}  // namespace smartdesk::training

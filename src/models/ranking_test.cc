#include "models/ranking.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace smartdesk::models {
namespace {

// Ten rows, three labels, many ties.
const std::vector<float> kProbabilities{0.7F, 0.2F, 0.1F, 0.5F, 0.3F,  0.2F, 0.5F,  0.25F, 0.25F, 0.2F,
                                        0.6F, 0.2F, 0.5F, 0.3F, 0.2F,  0.1F, 0.3F,  0.6F,  0.2F,  0.2F,
                                        0.6F, 0.3F, 0.3F, 0.4F, 0.25F, 0.5F, 0.25F, 0.5F,  0.25F, 0.25F};
const std::vector<ClassIndex> kTruth{0, 0, 1, 1, 1, 2, 2, 0, 1, 2};

// By roc_auc_score and average_precision_score of scikit-learn 1.9.
TEST(Ranking, IsThatOfScikitLearnWithTies) {
  const auto ranking = rank(kProbabilities, kTruth, 3);
  const double aucs[] = {0.7857142857142857, 0.7916666666666667, 0.9047619047619048};
  const double precisions[] = {0.6333333333333333, 0.75, 0.8333333333333333};
  for (std::size_t label = 0; label < 3; ++label) {
    EXPECT_NEAR(ranking.per_label[label].roc_auc.value(), aucs[label], 1e-12);
    EXPECT_NEAR(ranking.per_label[label].average_precision.value(), precisions[label], 1e-12);
  }
  EXPECT_NEAR(ranking.macro.roc_auc.value(), 0.8273809523809524, 1e-12);
  EXPECT_NEAR(ranking.macro.average_precision.value(), 0.7388888888888889, 1e-12);
}

TEST(Ranking, GivesALabelWithoutAnyProbabilityTheFiguresOfChance) {
  const std::vector<float> probabilities{1, 0, 1, 0, 1, 0, 1, 0};
  const auto ranking = rank(probabilities, std::vector<ClassIndex>{0, 1, 0, 0}, 2);
  EXPECT_DOUBLE_EQ(ranking.per_label[1].roc_auc.value(), 0.5);
  EXPECT_DOUBLE_EQ(ranking.per_label[1].average_precision.value(), 0.25);
}

TEST(Ranking, LeavesOutLabelsOfAllRowsAndOfNone) {
  const std::vector<float> probabilities{0.5F, 0.3F, 0.2F, 0.1F, 0.2F, 0.7F};
  const auto none = rank(probabilities, std::vector<ClassIndex>{1, 1}, 3);
  EXPECT_FALSE(none.macro.roc_auc);
  EXPECT_FALSE(none.macro.average_precision);
  EXPECT_FALSE(none.per_label[1].roc_auc);
  const auto two = rank(probabilities, std::vector<ClassIndex>{0, 2}, 3);
  EXPECT_DOUBLE_EQ(two.macro.roc_auc.value(), 1);
  EXPECT_FALSE(two.per_label[1].average_precision);
}

TEST(Ranking, RefusesShapesThatDisagree) {
  EXPECT_THROW(rank({}, {}, 3), Error);
  EXPECT_THROW(rank(kProbabilities, kTruth, 2), Error);
}

}  // namespace
}  // namespace smartdesk::models

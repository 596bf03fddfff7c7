#include "models/splits.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>

namespace smartdesk::models {
namespace {

const std::vector<ClassIndex> kLabels = [] {
  std::vector<ClassIndex> labels(50, 0);
  labels.insert(labels.end(), 20, 1);
  labels.insert(labels.end(), 2, 2);
  labels.push_back(3);
  return labels;
}();

std::vector<int> counts(const std::vector<std::size_t>& rows) {
  std::vector<int> count(4, 0);
  for (const auto row : rows) ++count[static_cast<std::size_t>(kLabels[row])];
  return count;
}

TEST(StratifiedSplit, TakesAShareOfEachClassAndKeepsSinglesInTraining) {
  const auto split = stratified_split(kLabels, 0.2, 42);
  EXPECT_EQ(counts(split.test), (std::vector<int>{10, 4, 1, 0}));
  EXPECT_EQ(counts(split.train), (std::vector<int>{40, 16, 1, 1}));
  EXPECT_TRUE(std::is_sorted(split.train.begin(), split.train.end()));
}

TEST(StratifiedSplit, DependsOnTheSeedAlone) {
  EXPECT_EQ(stratified_split(kLabels, 0.2, 1).test, stratified_split(kLabels, 0.2, 1).test);
  EXPECT_NE(stratified_split(kLabels, 0.2, 1).test, stratified_split(kLabels, 0.2, 2).test);
}

TEST(StratifiedFolds, TestEveryRowOnceAndSpreadTheClasses) {
  std::vector<std::size_t> tested;
  for (const auto& split : stratified_folds(kLabels, 3, 42)) {
    EXPECT_EQ(split.train.size() + split.test.size(), kLabels.size());
    EXPECT_THAT(counts(split.test)[0], testing::AllOf(testing::Ge(16), testing::Le(17)));
    EXPECT_THAT(counts(split.test)[1], testing::AllOf(testing::Ge(6), testing::Le(7)));
    tested.insert(tested.end(), split.test.begin(), split.test.end());
  }
  std::sort(tested.begin(), tested.end());
  std::vector<std::size_t> all(kLabels.size());
  std::iota(all.begin(), all.end(), 0U);
  EXPECT_EQ(tested, all);
}

}  // namespace
}  // namespace smartdesk::models

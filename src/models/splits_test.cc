#include "models/splits.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "core/random.h"

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
  const auto split = stratified_split(kLabels, {}, 0.2, 42);
  EXPECT_EQ(counts(split.test), (std::vector<int>{10, 4, 1, 0}));
  EXPECT_EQ(counts(split.train), (std::vector<int>{40, 16, 1, 1}));
  EXPECT_TRUE(std::is_sorted(split.train.begin(), split.train.end()));
}

TEST(StratifiedSplit, DependsOnTheSeedAlone) {
  EXPECT_EQ(stratified_split(kLabels, {}, 0.2, 1).test, stratified_split(kLabels, {}, 0.2, 1).test);
  EXPECT_NE(stratified_split(kLabels, {}, 0.2, 1).test, stratified_split(kLabels, {}, 0.2, 2).test);
}

TEST(StratifiedFolds, TestsEveryRowButSingleOnesOnceAndSpreadsTheClasses) {
  std::vector<std::size_t> tested;
  for (const auto& split : stratified_folds(kLabels, {}, 3, 42)) {
    EXPECT_EQ(split.train.size() + split.test.size(), kLabels.size());
    EXPECT_THAT(counts(split.test)[0], testing::AllOf(testing::Ge(16), testing::Le(17)));
    EXPECT_THAT(counts(split.test)[1], testing::AllOf(testing::Ge(6), testing::Le(7)));
    tested.insert(tested.end(), split.test.begin(), split.test.end());
  }
  std::sort(tested.begin(), tested.end());
  std::vector<std::size_t> all(kLabels.size() - 1);
  std::iota(all.begin(), all.end(), 0U);
  EXPECT_EQ(tested, all) << "the class of one row is in every training part";
}

// Groups of one to seven rows. Most rows of a group have its own class, the others any.
struct GroupedRows {
  std::vector<ClassIndex> labels;
  std::vector<std::size_t> group_of_row;

  explicit GroupedRows(std::uint64_t seed) {
    Random random(seed);
    for (std::size_t group = 0; group < 300; ++group) {
      const auto own = random.below(10) < 7 ? 0U : 1 + random.below(2);
      for (auto rows = 1 + random.below(7); rows > 0; --rows) {
        labels.push_back(static_cast<ClassIndex>(random.below(5) == 0 ? random.below(3) : own));
        group_of_row.push_back(group * 7 + 3);
      }
    }
  }
  double share(const std::vector<std::size_t>& rows, ClassIndex label) const {
    const auto count = std::count_if(rows.begin(), rows.end(), [&](const auto row) { return labels[row] == label; });
    return static_cast<double>(count) / static_cast<double>(rows.size());
  }
  double share(ClassIndex label) const {
    return static_cast<double>(std::count(labels.begin(), labels.end(), label)) / static_cast<double>(labels.size());
  }
};

bool are_apart(const Split& split, const Groups& groups) {
  std::set<std::size_t> train;
  for (const auto row : split.train) train.insert(groups.of(row));
  return std::none_of(split.test.begin(), split.test.end(),
                      [&](const auto row) { return train.contains(groups.of(row)); });
}

TEST(StratifiedFolds, KeepsGroupsWholeWithTheSharesOfTheClasses) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const GroupedRows rows(seed);
    const Groups groups(rows.group_of_row);
    std::size_t tested = 0;
    for (const auto& split : stratified_folds(rows.labels, groups, 5, seed)) {
      EXPECT_TRUE(are_apart(split, groups));
      EXPECT_NEAR(static_cast<double>(split.test.size()), static_cast<double>(rows.labels.size()) / 5, 8);
      for (const ClassIndex label : {0, 1, 2}) EXPECT_NEAR(rows.share(split.test, label), rows.share(label), 0.02);
      tested += split.test.size();
    }
    EXPECT_EQ(tested, rows.labels.size());
  }
}

TEST(StratifiedFolds, LeavesAGroupWithTheOnlyRowsOfAClassInEveryTrainingPart) {
  const std::vector<ClassIndex> labels{0, 0, 0, 0, 1, 1, 0};
  const Groups groups(std::vector<std::size_t>{0, 1, 2, 3, 4, 4, 4});
  for (const auto& split : stratified_folds(labels, groups, 2, 1)) {
    for (const std::size_t row : {4U, 5U, 6U}) EXPECT_THAT(split.train, testing::Contains(row));
  }
}

TEST(StratifiedFolds, KeepsEachClassInEveryTrainingPart) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed);
    std::vector<ClassIndex> labels;
    std::vector<std::size_t> group_of_row;
    for (std::size_t row = 0; row < 40; ++row) {
      labels.push_back(static_cast<ClassIndex>(random.below(8)));
      group_of_row.push_back(random.below(12));
    }
    for (const auto& split : stratified_folds(labels, Groups(group_of_row), 3, seed)) {
      std::set<ClassIndex> trained;
      for (const auto row : split.train) trained.insert(labels[row]);
      EXPECT_EQ(trained, std::set<ClassIndex>(labels.begin(), labels.end()));
    }
  }
}

TEST(StratifiedSplit, KeepsGroupsWholeWithTheSharesOfTheClasses) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const GroupedRows rows(seed);
    const Groups groups(rows.group_of_row);
    const auto split = stratified_split(rows.labels, groups, 0.2, seed);
    EXPECT_TRUE(are_apart(split, groups));
    EXPECT_NEAR(static_cast<double>(split.test.size()), 0.2 * static_cast<double>(rows.labels.size()), 8);
    for (const ClassIndex label : {0, 1, 2}) EXPECT_NEAR(rows.share(split.test, label), rows.share(label), 0.02);
  }
}

TEST(StratifiedSplit, TestsAClassOfTwoGroups) {
  const std::vector<ClassIndex> labels{0, 0, 0, 0, 0, 0, 1, 1, 1};
  const Groups groups(std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 6, 7});
  const auto split = stratified_split(labels, groups, 0.2, 5);
  const auto tested = std::count_if(split.test.begin(), split.test.end(), [&](auto row) { return labels[row] == 1; });
  EXPECT_GE(tested, 1);
  EXPECT_LT(tested, 3);
}

TEST(Groups, CountRowsThatShareAGroupWithAnEarlierOne) {
  EXPECT_EQ(Groups(std::vector<std::size_t>{7, 7, 1, 7, 1, 2}).repeats(), 3U);
  EXPECT_TRUE(Groups(std::vector<std::size_t>{7, 5, 1}).are_single());
  const Groups some = Groups(std::vector<std::size_t>{7, 7, 1, 1}).among(std::vector<std::size_t>{0, 2, 3});
  EXPECT_NE(some.of(0), some.of(1));
  EXPECT_EQ(some.of(1), some.of(2));
}

TEST(Groups, LeaveRowsWithoutANameByThemselves) {
  const std::vector<std::string_view> names{"Ines", "", "Otto", "Ines", ""};
  const auto groups = Groups::by_name(names);
  EXPECT_EQ(groups.of(0), groups.of(3));
  EXPECT_NE(groups.of(1), groups.of(4));
  EXPECT_EQ(groups.repeats(), 1U);
}

TEST(CanBeHeldOut, NeedsAClassInTwoGroups) {
  const std::vector<ClassIndex> labels{0, 0, 1, 1};
  EXPECT_TRUE(can_be_held_out(labels, {}));
  EXPECT_FALSE(can_be_held_out(labels, Groups(std::vector<std::size_t>{0, 0, 1, 1})));
  EXPECT_FALSE(can_be_held_out(labels, Groups(std::vector<std::size_t>{0, 0, 0, 0})));
  EXPECT_TRUE(can_be_held_out(labels, Groups(std::vector<std::size_t>{0, 1, 2, 2})));
}

TEST(SplitByTime, TrainsOnTheEarlierRows) {
  const std::vector<std::string_view> times{"2026-01-05", "2026-01-01", "", "2026-01-03", "2026-01-02", "2026-01-04"};
  const auto split = split_by_time(times, 0.2);
  EXPECT_THAT(split.train, testing::ElementsAre(1, 3, 4, 5));
  EXPECT_THAT(split.test, testing::ElementsAre(0));
}

TEST(SplitByTime, LeavesRowsOfOneTimeOnOneSide) {
  const std::vector<std::string_view> times{"2026-01-01", "2026-01-02", "2026-01-02", "2026-01-02", "2026-01-02"};
  EXPECT_THAT(split_by_time(times, 0.2).train, testing::ElementsAre(0));
  const std::vector<std::string_view> reversed{"2026-01-01", "2026-01-01", "2026-01-01", "2026-01-01", "2026-01-02"};
  EXPECT_THAT(split_by_time(reversed, 0.5).test, testing::ElementsAre(4));
}

TEST(SplitByTime, HasNoTestRowsIfAllTimesAreEqual) {
  EXPECT_TRUE(split_by_time(std::vector<std::string_view>{"2026-01-01", "2026-01-01"}, 0.2).test.empty());
  EXPECT_TRUE(split_by_time(std::vector<std::string_view>{"", ""}, 0.2).train.empty());
}

TEST(DropRepeats, LeavesOneTestRowOfEachNewText) {
  const Groups repeats(std::vector<std::size_t>{0, 1, 2, 2, 1, 3});
  Split split{{0, 1}, {2, 3, 4, 5}};
  drop_repeats(split, repeats);
  EXPECT_THAT(split.test, testing::ElementsAre(2, 5));
}

TEST(DropSeen, LeavesAllTestRowsOfNewGroups) {
  const Groups groups(std::vector<std::size_t>{0, 1, 2, 2, 1, 3});
  Split split{{0, 1}, {2, 3, 4, 5}};
  drop_seen(split, groups);
  EXPECT_THAT(split.test, testing::ElementsAre(2, 3, 5));
}

}  // namespace
}  // namespace smartdesk::models

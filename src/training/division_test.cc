#include "training/division.h"

#include <gmock/gmock.h>

#include <set>

#include "support/runs.h"

namespace smartdesk::training {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Rows of the task `topic`, with the labels `odd` and `even` in turn.
class DivisionTest : public testing::Test {
 protected:
  DivisionTest() {
    dataset_.path = "in.csv";
    dataset_.tasks = {"topic"};
  }
  DatasetRow& add(const std::string& text) {
    auto& row = dataset_.rows.emplace_back();
    row.text = text;
    row.labels = {dataset_.rows.size() % 2 == 0 ? "even" : "odd"};
    return row;
  }
  void add_different(int count) {
    for (int i = 0; i < count; ++i) add("kind" + std::to_string(i) + " of trouble" + std::to_string(7 * i));
  }
  Division division(SplitRule rule) const { return Division(dataset_, rule, 42); }
  models::Split split(SplitRule rule) const {
    std::vector<const DatasetRow*> rows;
    for (const auto& row : dataset_.rows) rows.push_back(&row);
    return division(rule).of(rows_of(dataset_, 0, labels_of(dataset_, 0)), row_groups(rows, kOneThread));
  }
  std::string refusal(SplitRule rule) const {
    try {
      division(rule);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  Dataset dataset_;
};

TEST_F(DivisionTest, HoldsOutAFifthAtRandom) {
  add_different(50);
  const auto parts = split(SplitRule::kFromFile);
  EXPECT_THAT(parts.train, SizeIs(40));
  EXPECT_THAT(parts.test, SizeIs(10));
  EXPECT_EQ(division(SplitRule::kFromFile).rule(), "stratified 80/20 split, seed 42");
}

TEST_F(DivisionTest, TestsNoTextThatTrainsAndEachTextOnce) {
  for (int copy = 0; copy < 4; ++copy) {
    for (int i = 0; i < 31; ++i)
      add("kind" + std::to_string(i) + " of trouble" + std::to_string(7 * i) + (copy % 2 == 0 ? "" : "!"));
  }
  const auto parts = split(SplitRule::kRandom);
  std::set<std::size_t> tested;
  for (const auto row : parts.test) EXPECT_TRUE(tested.insert(row % 31).second);
  for (const auto row : parts.train) EXPECT_FALSE(tested.contains(row % 31));
  EXPECT_GE(tested.size(), 4U);
}

TEST_F(DivisionTest, KeepsTheRowsOfAGroupOnOneSide) {
  add_different(60);
  for (std::size_t i = 0; i < 60; ++i) dataset_.rows[i].group = "customer " + std::to_string(i / 6);
  const auto parts = split(SplitRule::kRandom);
  EXPECT_THAT(parts.test, SizeIs(12));
  std::set<std::size_t> trained;
  for (const auto row : parts.train) trained.insert(row / 6);
  for (const auto row : parts.test) EXPECT_FALSE(trained.contains(row / 6));
}

TEST_F(DivisionTest, FollowsASplitColumnUnlessAnotherRuleIsNamed) {
  add_different(20);
  for (std::size_t i = 0; i < 20; ++i) dataset_.rows[i].split = i < 18 ? "dev" : i < 19 ? "locked" : "draft";
  const auto parts = split(SplitRule::kFromFile);
  EXPECT_THAT(parts.train, SizeIs(18));
  EXPECT_THAT(parts.test, ElementsAre(18));
  EXPECT_FALSE(division(SplitRule::kFromFile).may_train(18));
  EXPECT_THAT(split(SplitRule::kRandom).test, SizeIs(4));
}

TEST_F(DivisionTest, TrainsOnTheEarlierFourFifths) {
  add_different(10);
  for (std::size_t i = 0; i < 10; ++i) dataset_.rows[i].created_at = std::to_string(20 - i) + ".03.2026 10:00";
  const auto parts = split(SplitRule::kTime);
  EXPECT_THAT(parts.test, ElementsAre(0, 1));
  EXPECT_THAT(parts.train, SizeIs(8));
  EXPECT_THAT(division(SplitRule::kTime).rule(), HasSubstr("2026-03-19"));
}

TEST_F(DivisionTest, LeavesOutLaterRowsOfATextOrGroupThatTrains) {
  add_different(20);
  for (std::size_t i = 0; i < 20; ++i) dataset_.rows[i].created_at = "2026-03-" + std::to_string(10 + i);
  dataset_.rows[17].text = dataset_.rows[0].text;
  dataset_.rows[18].group = dataset_.rows[1].group = "Ines";
  const auto parts = split(SplitRule::kTime);
  EXPECT_THAT(parts.test, ElementsAre(16, 19));
  EXPECT_THAT(parts.train, SizeIs(16));
}

TEST_F(DivisionTest, SaysHowManyRowsHaveNoDate) {
  add_different(12);
  for (std::size_t i = 0; i < 10; ++i) dataset_.rows[i].created_at = "2026-03-" + std::to_string(10 + i);
  dataset_.rows[10].created_at = "soon";
  EXPECT_THAT(division(SplitRule::kTime).warnings(), ElementsAre(HasSubstr("2 of 12 rows have no date")));
  EXPECT_THAT(division(SplitRule::kRandom).warnings(), IsEmpty());
}

TEST_F(DivisionTest, RejectsATimeSplitWithoutDatesOrWithEqualOnes) {
  add_different(10);
  EXPECT_THAT(refusal(SplitRule::kTime), HasSubstr("no row has a date"));
  for (auto& row : dataset_.rows) row.created_at = "2026-03-01";
  EXPECT_THAT(refusal(SplitRule::kTime), HasSubstr("all dates are equal"));
}

}  // namespace
}  // namespace smartdesk::training

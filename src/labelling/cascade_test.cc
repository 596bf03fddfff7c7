#include "labelling/cascade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace smartdesk::labelling {
namespace {

// 100 tickets of two classes: the local model is right on those it is sure of, the oracle always.
std::vector<CascadeRow> rows_with(bool llm_is_right) {
  std::vector<CascadeRow> rows;
  for (int i = 0; i < 100; ++i) {
    const ClassIndex truth = i % 2, wrong = 1 - truth;
    const bool local_is_right = i >= 20;
    rows.push_back({i / 100.0, {local_is_right ? truth : wrong}, {llm_is_right ? truth : wrong}, {truth}});
  }
  return rows;
}

const std::vector<int> kTwoClasses{2};

TEST(Cascade, SpansFromNoCallsToOnlyCalls) {
  const auto curve = cascade_curve(rows_with(true), kTwoClasses);
  ASSERT_EQ(curve.points.size(), 21U);
  EXPECT_EQ(curve.points.front().llm_share, 0);
  EXPECT_NEAR(curve.points.front().accuracy, 0.8, 1e-9);
  EXPECT_EQ(curve.points.back().llm_share, 1);
  EXPECT_GT(curve.points.back().threshold, 1);
  EXPECT_NEAR(curve.points.back().macro_f1, 1, 1e-9);
}

TEST(Cascade, ChoosesTheFewestCallsThatLoseAlmostNothing) {
  const auto curve = cascade_curve(rows_with(true), kTwoClasses);
  EXPECT_NEAR(curve.points[curve.chosen].llm_share, 0.2, 1e-9);
  EXPECT_NEAR(curve.points[curve.chosen].threshold, 0.2, 1e-9);
  EXPECT_NEAR(cascade_curve(rows_with(true), kTwoClasses, 0.06).points[3].llm_share, 0.15, 1e-9);
}

TEST(Cascade, DoesNotCallAWorseLanguageModel) { EXPECT_EQ(cascade_curve(rows_with(false), kTwoClasses).chosen, 0U); }

TEST(Cascade, RejectsAnEmptyTable) { EXPECT_THROW(cascade_curve({}, kTwoClasses), Error); }

}  // namespace
}  // namespace smartdesk::labelling

#include "training/evaluated_parts.h"

#include <gmock/gmock.h>

namespace smartdesk::training {
namespace {

TEST(EvaluatedParts, AreTheValuesWithTheLargestFirst) {
  const std::vector<std::string_view> values{"mail", "", "mail", "chat", "mail", "chat"};
  const std::vector<ClassIndex> predicted{0, 5, 7, 7, 0, 0}, truth{0, 5, 7, 0, 7, 0};
  const auto parts = evaluate_parts(values, predicted, truth);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].value, "mail");
  EXPECT_EQ(parts[0].rows, 3);
  EXPECT_NEAR(parts[0].accuracy, 2.0 / 3, 1e-12);
  EXPECT_NEAR(parts[0].macro_f1, 2.0 / 3, 1e-12);
  EXPECT_NEAR(parts[0].accuracy_interval.low, 0.20765960080204767, 1e-9);  // by statsmodels
  EXPECT_EQ(parts[1].value, "chat");
  EXPECT_NEAR(parts[1].macro_f1, (2.0 / 3 + 0) / 2, 1e-12);
  EXPECT_EQ(parts[2].value, "");
  EXPECT_EQ(parts[2].macro_f1, 1);
}

TEST(EvaluatedParts, AreNoneWithoutRows) { EXPECT_TRUE(evaluate_parts({}, {}, {}).empty()); }

}  // namespace
}  // namespace smartdesk::training

#include "models/class_evidence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace smartdesk::models {
namespace {

TEST(ClassEvidence, RanksColumnsByEvidenceAndTrustsRareOnesLess) {
  // Column 0 is in every row, 1 in every row of class 1, 2 in one row of class 1, 3 in none.
  features::SparseMatrix rows(4);
  std::vector<ClassIndex> labels;
  for (ClassIndex i = 0; i < 40; ++i) {
    labels.push_back(i % 2);
    std::vector<std::uint32_t> columns{0};
    if (i % 2 == 1) columns.push_back(1);
    if (i == 1) columns.push_back(2);
    rows.append({columns, std::vector<float>(columns.size(), 1)});
  }
  const auto factors = class_evidence({rows, labels, 2});
  EXPECT_GT(factors[1], factors[2]);
  EXPECT_GT(factors[2], factors[0]);
  EXPECT_NEAR(factors[0], 0.25, 1e-6) << "equally common in every class: the lowest factor";
  EXPECT_NEAR(factors[0] + factors[1] + factors[2], 3, 1e-5) << "1 on average over the columns that occur";
  // One row, of class 1: P(1 | present) = (1 + 1/2) / 2, P(0 | present) = (1/2) / 2, both against 1/2.
  const double one_row = (std::log(1.5) + std::log(2)) / 2;
  const double all_rows = (std::log((20 + 0.5) / (21 * 0.5)) + std::log(21)) / 2;
  EXPECT_NEAR((factors[2] - 0.25) / (factors[1] - 0.25), one_row / all_rows, 1e-5);
}

TEST(ClassEvidence, GivesTheFactorOneIfNoColumnHasEvidence) {
  features::SparseMatrix rows(1);
  const std::uint32_t column = 0;
  const float value = 1;
  for (int i = 0; i < 4; ++i) rows.append({{&column, 1}, {&value, 1}});
  EXPECT_EQ(class_evidence({rows, std::vector<ClassIndex>{0, 1, 0, 1}, 2}), std::vector<float>{1});
}

}  // namespace
}  // namespace smartdesk::models

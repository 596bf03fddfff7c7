#include "models/naive_bayes.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/runs.h"

namespace smartdesk::models {
namespace {

// By hand: class 0 holds 3 + 1 of 4 (+ 3 smoothing), class 1 holds 1 + 1 of 2 (+ 3).
TEST(NaiveBayes, AddsOneToTheCountOfEachTerm) {
  features::SparseMatrix rows(3);
  const std::uint32_t columns[] = {0, 1, 2};
  const float values[] = {2, 1, 1};
  rows.append({std::span(columns).first(2), std::span(values).first(2)});
  rows.append({std::span(columns).last(2), std::span(values).last(2)});
  rows.append({std::span(columns).first(1), std::span(values).last(1)});
  const std::vector<ClassIndex> labels{0, 1, 0};
  const auto model = fit_naive_bayes({rows, labels, 2}, {}, kOneThread);
  const double expected[] = {4.0 / 7, 1.0 / 5, 2.0 / 7, 2.0 / 5, 1.0 / 7, 2.0 / 5};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(model.weights[i], std::log(expected[i]), 1e-6);
  EXPECT_NEAR(model.intercepts[0], std::log(2.0 / 3), 1e-6);
  EXPECT_NEAR(model.intercepts[1], std::log(1.0 / 3), 1e-6);
}

}  // namespace
}  // namespace smartdesk::models

#include "models/xgboost.h"

#include <gtest/gtest.h>
#include <xgboost/c_api.h>

#include <cmath>
#include <string>

#include "core/error.h"
#include "models/calibration.h"
#include "models/internal/xgboost_library.h"
#include "models/rows_for_test.h"
#include "support/runs.h"

namespace smartdesk::models {
namespace {

template <typename Function, typename... Arguments>
void call(const char* name, Function*, Arguments... arguments) {
  ASSERT_EQ(xgboost_function<Function>(name)(arguments...), 0) << name;
}
#define CALL(function, ...) call(#function, static_cast<decltype(&function)>(nullptr), __VA_ARGS__)

// Fits and predicts with the library only: probabilities, one per row (two classes: of class 1) or rows × classes.
std::vector<float> by_the_library(const RowsForTest& rows, const FitOptions& options) {
  std::vector<std::size_t> begins{0};
  std::vector<unsigned> columns;
  std::vector<float> values, labels(rows.labels.begin(), rows.labels.end());
  for (std::size_t i = 0; i < rows.rows.rows(); ++i) {
    const auto row = rows.rows.row(i);
    columns.insert(columns.end(), row.columns.begin(), row.columns.end());
    values.insert(values.end(), row.values.begin(), row.values.end());
    begins.push_back(values.size());
  }
  DMatrixHandle matrix = nullptr;
  BoosterHandle booster = nullptr;
  CALL(XGDMatrixCreateFromCSREx, begins.data(), columns.data(), values.data(), begins.size(), values.size(),
       std::size_t{rows.rows.columns()}, &matrix);
  CALL(XGDMatrixSetFloatInfo, matrix, "label", labels.data(), labels.size());
  CALL(XGBoosterCreate, &matrix, 1, &booster);
  const bool two = rows.classes == 2;
  CALL(XGBoosterSetParam, booster, "objective", two ? "binary:logistic" : "multi:softprob");
  if (!two) CALL(XGBoosterSetParam, booster, "num_class", std::to_string(rows.classes).c_str());
  CALL(XGBoosterSetParam, booster, "tree_method", "hist");
  CALL(XGBoosterSetParam, booster, "nthread", "1");
  CALL(XGBoosterSetParam, booster, "seed", std::to_string(options.seed).c_str());
  for (int round = 0; round < options.boosting_rounds; ++round) CALL(XGBoosterUpdateOneIter, booster, round, matrix);
  bst_ulong size = 0;
  const float* predicted = nullptr;
  CALL(XGBoosterPredict, booster, matrix, 0, 0U, 0, &size, &predicted);
  std::vector<float> probabilities(predicted, predicted + size);
  CALL(XGBoosterFree, booster);
  CALL(XGDMatrixFree, matrix);
  return probabilities;
}

void expect_the_librarys_probabilities(const RowsForTest& rows) {
  FitOptions options;
  options.boosting_rounds = 30;
  const auto theirs = by_the_library(rows, options);
  const auto ours = fit_xgboost(rows.training(), options, kOneThread);
  const auto classes = static_cast<std::size_t>(rows.classes);
  std::vector<float> scores(classes);
  for (std::size_t i = 0; i < rows.labels.size(); ++i) {
    ours.scores(rows.rows.row(i), scores);
    Temperature(1).apply(scores, scores);
    for (std::size_t k = 0; k < classes; ++k) {
      const float expected = classes > 2 ? theirs[i * classes + k] : (k == 1 ? theirs[i] : 1 - theirs[i]);
      ASSERT_NEAR(scores[k], expected, 1e-6) << "row " << i << ", class " << k;
    }
  }
}

TEST(Xgboost, GivesTheLibrarysProbabilitiesWithManyClasses) {
  expect_the_librarys_probabilities(made_up_rows(300, 80, 4, 41));
}

TEST(Xgboost, GivesTheLibrarysProbabilitiesWithTwoClasses) {
  expect_the_librarys_probabilities(made_up_rows(300, 80, 2, 42));
}

TEST(Xgboost, SuggestsTheSetupScriptIfTheLibraryLacksAFunction) {
  EXPECT_TRUE(xgboost_availability().available) << xgboost_availability().reason;
  try {
    xgboost_symbol("XGNoSuchFunction");
    FAIL() << "found a missing function";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
    EXPECT_NE(std::string(error.what()).find("script/setup"), std::string::npos);
  }
}

}  // namespace
}  // namespace smartdesk::models

#include "models/logreg.h"

#include <gtest/gtest.h>
#include <lbfgs.h>

#include <cmath>

#include "models/internal/class_weights.h"
#include "models/rows_for_test.h"
#include "support/bench_data.h"
#include "support/runs.h"

namespace smartdesk::models {
namespace {

// At the one value of c in options.
LinearModel fitted(const TrainingRows& training, const FitOptions& options) {
  return fit_logreg_path(training, {options.c}, options, kOneThread).front();
}

// The objective of the header in double, with its gradient. Independent of the solver, to test it.
struct Judge {
  const TrainingRows& training;
  double c;
  std::vector<double> class_weight;
  double penalty;  // of |W|^2

  Judge(const TrainingRows& rows, const FitOptions& options)
      : training(rows),
        c(options.c),
        class_weight(class_weights(rows, options.balance)),
        penalty(rows.classes == 2 ? 1 : 0.5) {}

  std::size_t classes() const { return static_cast<std::size_t>(training.classes); }
  std::size_t weights() const { return training.rows.columns() * classes(); }

  double operator()(const double* x, double* gradient) const {
    double value = 0;
    for (std::size_t i = 0; i < weights(); ++i) {
      value += penalty * x[i] * x[i];
      gradient[i] = 2 * penalty * x[i];
    }
    std::fill_n(gradient + weights(), classes(), 0);
    std::vector<double> scores(classes());
    for (std::size_t i = 0; i < training.labels.size(); ++i) {
      const auto row = training.rows.row(i);
      const auto truth = static_cast<std::size_t>(training.labels[i]);
      std::copy_n(x + weights(), classes(), scores.begin());
      for (std::size_t j = 0; j < row.size(); ++j) {
        for (std::size_t k = 0; k < classes(); ++k) scores[k] += row.values[j] * x[row.columns[j] * classes() + k];
      }
      double total = 0;
      for (const double score : scores) total += std::exp(score);
      const double weight = c * class_weight[truth];
      value += weight * (std::log(total) - scores[truth]);
      for (std::size_t k = 0; k < classes(); ++k) {
        const double slope = weight * (std::exp(scores[k]) / total - (k == truth ? 1 : 0));
        gradient[weights() + k] += slope;
        for (std::size_t j = 0; j < row.size(); ++j) gradient[row.columns[j] * classes() + k] += slope * row.values[j];
      }
    }
    return value;
  }

  double of(const LinearModel& model) const {
    std::vector<double> x(model.weights.begin(), model.weights.end());
    x.insert(x.end(), model.intercepts.begin(), model.intercepts.end());
    std::vector<double> gradient(x.size());
    return (*this)(x.data(), gradient.data());
  }

  double lowest() const {
    lbfgs_parameter_t settings;
    lbfgs_parameter_init(&settings);
    settings.epsilon = 1e-6;
    const auto size = static_cast<int>(weights() + classes());
    std::vector<double> x(static_cast<std::size_t>(size), 0);
    double value = 0;
    const auto evaluate = [](void* judge, const double* at, double* gradient, int, double) {
      return (*static_cast<const Judge*>(judge))(at, gradient);
    };
    lbfgs(size, x.data(), &value, evaluate, nullptr, const_cast<Judge*>(this), &settings);
    return value;
  }
};

void expect_as_low_as_liblbfgs(const TrainingRows& training, const FitOptions& options) {
  const Judge judge(training, options);
  const double lowest = judge.lowest();
  EXPECT_LT(judge.of(fitted(training, options)), lowest * (1 + 1e-5))
      << "C " << options.c << ", classes " << training.classes;
}

TEST(LogReg, ReachesTheMinimumOfItsObjective) {
  for (const int classes : {2, 3, 7, 11, 20}) {  // 20: more than fit the lanes of one pack
    const auto rows = made_up_rows(300, 90, classes, 11);
    for (const double c : {0.01, 1.0, 100.0}) {
      FitOptions options;
      options.c = c;
      options.balance = c == 1 ? 1 : 0;
      expect_as_low_as_liblbfgs(rows.training(), options);
    }
  }
}

TEST(LogReg, ReachesItForEachCOfAPath) {
  const auto rows = made_up_rows(300, 90, 7, 12);
  const auto training = rows.training();
  const std::vector<double> cs{0.1, 1, 30};
  const auto path = fit_logreg_path(training, cs, {}, kOneThread);
  ASSERT_EQ(path.size(), cs.size());
  for (std::size_t i = 0; i < cs.size(); ++i) {
    FitOptions options;
    options.c = cs[i];
    const Judge judge(training, options);
    EXPECT_LT(judge.of(path[i]), judge.lowest() * (1 + 1e-5)) << "C " << cs[i];
  }
}

TEST(LogReg, StopsWithinTheRequestedGapAndNotMuchBelowIt) {
  const auto rows = made_up_rows(300, 90, 7, 13);
  const auto training = rows.training();
  FitOptions options;
  options.c = 100;
  options.gap = 1e-2;
  const Judge judge(training, options);
  const double above = judge.of(fitted(training, options)) / judge.lowest() - 1;
  EXPECT_LT(above, 1e-2);
  EXPECT_GT(above, 1e-5);  // it stopped early
}

// Rows without entries: only the constants separate the classes, and they are not penalised.
TEST(LogReg, FindsTheSharesOfTheClassesInEmptyRows) {
  features::SparseMatrix rows(1);
  std::vector<ClassIndex> labels;
  for (int i = 0; i < 40; ++i) {
    rows.append({});
    labels.push_back(i < 20 ? 0 : i < 36 ? 1 : 2);
  }
  FitOptions options;
  options.balance = 0;
  const auto model = fitted({rows, labels, 3}, options);
  EXPECT_NEAR(model.intercepts[0] - model.intercepts[1], std::log(20.0 / 16), 1e-2);
  EXPECT_NEAR(model.intercepts[1] - model.intercepts[2], std::log(16.0 / 4), 1e-2);
}

TEST(LogReg, ReachesItOnTheSeedSetToo) {
  SKIP_WITHOUT(bench_data("seed-category.train.csv"));
  const auto set = measuring_set("seed-category", features::TfidfOptions::parity());
  expect_as_low_as_liblbfgs(set.train.training(), {});
}

// scikit-learn 1.9: LogisticRegression().fit([[1, 0], [0, 1], [1, 1], [0, 0.5]], [0, 1, 0, 1]): coef_ [[-0.79395264,
// 0.17266937]], intercept_ [0.2887698].
TEST(LogReg, MatchesScikitLearnWithTwoClasses) {
  features::SparseMatrix rows(2);
  const std::uint32_t columns[] = {0, 1};
  const float values[] = {1, 1, 0.5F};
  rows.append({std::span(columns).first(1), std::span(values).first(1)});
  rows.append({std::span(columns).last(1), std::span(values).first(1)});
  rows.append({std::span(columns), std::span(values).first(2)});
  rows.append({std::span(columns).last(1), std::span(values).last(1)});
  const std::vector<ClassIndex> labels{0, 1, 0, 1};
  const auto model = fitted({rows, labels, 2}, {});
  EXPECT_NEAR(model.weights[1] - model.weights[0], -0.79395264, 1e-3);
  EXPECT_NEAR(model.weights[3] - model.weights[2], 0.17266937, 1e-3);
  EXPECT_NEAR(model.intercepts[1] - model.intercepts[0], 0.2887698, 1e-3);
}

}  // namespace
}  // namespace smartdesk::models

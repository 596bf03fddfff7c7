#include "models/linear_svc.h"

#include <gtest/gtest.h>
#include <linear.h>

#include <algorithm>
#include <numeric>

#include "models/class_evidence.h"
#include "models/internal/class_weights.h"
#include "models/rows_for_test.h"
#include "support/bench_data.h"
#include "support/runs.h"

namespace smartdesk::models {
namespace {

LinearModel fitted(const TrainingRows& training, const FitOptions& options) {
  return fit_linear_svc_path(training, {&options, 1}, kOneThread).front();
}

// The weight of each column and the constant of the problem `label` against the rest.
using Plane = std::vector<double>;

// LIBLINEAR's own solution, as scikit-learn asks for it: squared hinge, the constant penalised, class weights.
class Liblinear {
 public:
  Liblinear(const TrainingRows& training, const FitOptions& options)
      : columns_(static_cast<int>(training.rows.columns())) {
    for (std::size_t i = 0; i < training.labels.size(); ++i) {
      const auto row = training.rows.row(i);
      auto& nodes = rows_.emplace_back();
      for (std::size_t j = 0; j < row.size(); ++j) {
        nodes.push_back({static_cast<int>(row.columns[j]) + 1, static_cast<double>(row.values[j])});
      }
      nodes.push_back({static_cast<int>(training.rows.columns()) + 1, 1.0});
      nodes.push_back({-1, 0});
      labels_.push_back(training.labels[i]);
    }
    for (auto& nodes : rows_) pointers_.push_back(nodes.data());
    auto weights = class_weights(training, options.balance);
    std::vector<int> classes(weights.size());
    std::iota(classes.begin(), classes.end(), 0);
    set_print_string_function([](const char*) {});
    const problem task{static_cast<int>(rows_.size()), static_cast<int>(training.rows.columns()) + 1, labels_.data(),
                       pointers_.data(), 1.0};
    const parameter settings{L2R_L2LOSS_SVC_DUAL, 1e-6,           options.c, training.classes,
                             classes.data(),      weights.data(), 0.1,       nullptr};
    model_ = train(&task, &settings);
  }
  ~Liblinear() { free_and_destroy_model(&model_); }
  Liblinear(const Liblinear&) = delete;
  Liblinear& operator=(const Liblinear&) = delete;

  Plane plane(int label) const {
    const auto found = std::find(model_->label, model_->label + model_->nr_class, label) - model_->label;
    const bool two = model_->nr_class == 2;
    Plane plane;
    for (int column = 0; column <= columns_; ++column) {
      const double weight = model_->w[two ? column : column * model_->nr_class + static_cast<int>(found)];
      plane.push_back(two && model_->label[0] != label ? -weight : weight);
    }
    return plane;
  }

 private:
  int columns_;
  std::vector<std::vector<feature_node>> rows_;
  std::vector<feature_node*> pointers_;
  std::vector<double> labels_;
  model* model_ = nullptr;
};

Plane plane_of(const LinearModel& model, int label) {
  Plane plane;
  const auto classes = static_cast<std::size_t>(model.classes), k = static_cast<std::size_t>(label);
  for (std::size_t column = 0; column < model.columns(); ++column) plane.push_back(model.weights[column * classes + k]);
  plane.push_back(model.intercepts[k]);
  return plane;
}

double objective(const Plane& plane, const TrainingRows& training, const FitOptions& options, int label) {
  const auto weights = class_weights(training, options.balance);
  double value = 0.5 * std::inner_product(plane.begin(), plane.end(), plane.begin(), 0.0);
  for (std::size_t i = 0; i < training.labels.size(); ++i) {
    const auto row = training.rows.row(i);
    double score = plane.back();
    for (std::size_t j = 0; j < row.size(); ++j) score += row.values[j] * plane[row.columns[j]];
    const bool inside = training.labels[i] == label;
    const double c =
        options.c * (inside || training.classes == 2 ? weights[static_cast<std::size_t>(training.labels[i])] : 1);
    const double miss = std::max(0.0, 1 - (inside ? score : -score));
    value += c * miss * miss;
  }
  return value;
}

void expect_as_low_as_liblinear(const TrainingRows& training, const FitOptions& options) {
  const auto ours = fitted(training, options);
  const Liblinear theirs(training, options);
  for (int label = 0; label < training.classes; ++label) {
    const double lowest = objective(theirs.plane(label), training, options, label);
    EXPECT_LT(objective(plane_of(ours, label), training, options, label), lowest * (1 + 1e-3))
        << "C " << options.c << ", class " << label << " of " << training.classes;
  }
}

TEST(LinearSvc, ReachesLiblinearsObjectiveForEachClass) {
  for (const int classes : {2, 3, 11}) {  // 11: more than are solved at once
    const auto rows = made_up_rows(300, 90, classes, 21);
    for (const double c : {0.03, 1.0, 10.0}) {
      FitOptions options;
      options.c = c;
      options.balance = c == 1 ? 1 : 0;
      expect_as_low_as_liblinear(rows.training(), options);
    }
  }
}

TEST(LinearSvc, ReachesItForEachSettingOfAPath) {
  for (const int classes : {2, 11}) {
    const auto rows = made_up_rows(300, 90, classes, 22);
    std::vector<FitOptions> settings;
    for (const double c : {0.1, 10.0}) {
      for (const double balance : {0.0, 1.0}) {
        auto& options = settings.emplace_back();
        options.c = c;
        options.balance = balance;
      }
    }
    const auto path = fit_linear_svc_path(rows.training(), settings, kOneThread);
    for (std::size_t s = 0; s < settings.size(); ++s) {
      const Liblinear theirs(rows.training(), settings[s]);
      for (int label = 0; label < classes; ++label) {
        EXPECT_LT(objective(plane_of(path[s], label), rows.training(), settings[s], label),
                  objective(theirs.plane(label), rows.training(), settings[s], label) * (1 + 1e-3));
      }
    }
  }
}

TEST(LinearSvc, ReadsUnscaledRowsAlsoIfColumnsWereWeighted) {
  const auto rows = made_up_rows(400, 60, 3, 23);
  FitOptions options;
  options.class_evidence = true;
  options.tolerance = 1e-4;
  const auto model = fitted(rows.training(), options);
  const auto factors = class_evidence(rows.training());
  const auto weighed = rows.training().rows.scaled(factors);
  options.class_evidence = false;
  const auto plain = fitted({weighed, rows.training().labels, 3}, options);
  float of_model[3], of_plain[3];
  for (std::size_t i = 0; i < 50; ++i) {
    model.scores(rows.training().rows.row(i), of_model);
    plain.scores(weighed.row(i), of_plain);
    for (int k = 0; k < 3; ++k) EXPECT_NEAR(of_model[k], of_plain[k], 1e-4);
  }
}

// A solution must not depend on these, within the solver's tolerance.
TEST(LinearSvc, GivesTheSameWeightsForAnyOrderOfRowsAndForRepeatedRowsAtHalfTheC) {
  const auto rows = made_up_rows(200, 40, 4, 24);
  const auto& training = rows.training();
  std::vector<std::size_t> backwards, twice;
  std::vector<ClassIndex> backwards_labels, twice_labels;
  for (std::size_t i = 0; i < training.labels.size(); ++i) {
    backwards.push_back(training.labels.size() - 1 - i);
    backwards_labels.push_back(training.labels[backwards.back()]);
    for (int copy = 0; copy < 2; ++copy) {
      twice.push_back(i);
      twice_labels.push_back(training.labels[i]);
    }
  }
  FitOptions options;
  options.tolerance = 1e-4;
  const auto model = fitted(training, options);
  const auto reversed = fitted({training.rows.select(backwards), backwards_labels, 4}, options);
  options.c /= 2;
  const auto doubled = fitted({training.rows.select(twice), twice_labels, 4}, options);
  for (std::size_t i = 0; i < model.weights.size(); ++i) {
    EXPECT_NEAR(model.weights[i], reversed.weights[i], 2e-3);
    EXPECT_NEAR(model.weights[i], doubled.weights[i], 2e-3);
  }
}

TEST(LinearSvc, GivesTheSameLabelsForDoubledValuesAtAQuarterOfC) {
  // Without a constant this holds exactly; here the rows contain the constant's column, which is scaled, too.
  const auto rows = made_up_rows(200, 40, 3, 25);
  const auto doubled = rows.training().rows.scaled(std::vector<float>(rows.training().rows.columns(), 2));
  FitOptions options;
  options.tolerance = 1e-4;
  const auto model = fitted(rows.training(), options);
  options.c /= 4;
  const auto scaled = fitted({doubled, rows.training().labels, 3}, options);
  int alike = 0;
  float first[3], second[3];
  for (std::size_t i = 0; i < 200; ++i) {
    model.scores(rows.training().rows.row(i), first);
    scaled.scores(doubled.row(i), second);
    alike += std::max_element(first, first + 3) - first == std::max_element(second, second + 3) - second;
  }
  EXPECT_GE(alike, 190);
}

TEST(LinearSvc, ReachesItOnTheSeedSetToo) {
  SKIP_WITHOUT(bench_data("seed-category.train.csv"));
  const auto set = measuring_set("seed-category", features::TfidfOptions::parity());
  expect_as_low_as_liblinear(set.train.training(), {});
}

}  // namespace
}  // namespace smartdesk::models

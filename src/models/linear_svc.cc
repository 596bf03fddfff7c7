#include "models/linear_svc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/parallel.h"
#include "core/random.h"
#include "models/internal/class_weights.h"

namespace smartdesk {
namespace {

constexpr std::size_t kLanes = 8;  // problems solved side by side: one or two vector registers
constexpr double kTolerance = 1e-2;
constexpr int kMaxPasses = 1000;

// Up to eight of the one-vs-rest problems.
class Solver {
 public:
  // first: the class of lane 0. positive_c[k], negative_c[k]: C of rows inside and outside lane k's class.
  Solver(const TrainingRows& training, std::size_t first, std::size_t lanes,
         const std::array<double, kLanes>& positive_c, const std::array<double, kLanes>& negative_c)
      : training_(training),
        first_(first),
        lanes_(lanes),
        columns_(training.rows.columns()),
        weights_((columns_ + 1) * kLanes, 0),
        alpha_(training.labels.size() * kLanes, 0),
        squared_length_(training.labels.size(), 1) {
    for (std::size_t k = 0; k < lanes_; ++k) {
      inverse_positive_[k] = static_cast<float>(0.5 / positive_c[k]);
      inverse_negative_[k] = static_cast<float>(0.5 / negative_c[k]);
    }
    for (std::size_t i = 0; i < squared_length_.size(); ++i) {
      for (const float value : training.rows.row(i).values) squared_length_[i] += value * value;
    }
  }

  void solve(std::uint64_t seed, const Run& run) {
    std::vector<std::size_t> order(training_.labels.size());
    std::iota(order.begin(), order.end(), 0U);
    Random random(seed);
    open_.fill(false);
    std::fill_n(open_.begin(), lanes_, true);
    for (int pass = 0; pass < kMaxPasses && std::find(open_.begin(), open_.end(), true) != open_.end(); ++pass) {
      if (pass % 16 == 0) run.stop_if_asked();
      random.shuffle(std::span(order));
      highest_.fill(-std::numeric_limits<float>::infinity());
      lowest_.fill(std::numeric_limits<float>::infinity());
      for (const auto row : order) visit(row);
      for (std::size_t k = 0; k < lanes_; ++k) {
        if (highest_[k] - lowest_[k] < kTolerance) open_[k] = false;
      }
    }
  }

  float weight(std::size_t column, std::size_t lane) const { return weights_[column * kLanes + lane]; }
  float intercept(std::size_t lane) const { return weight(columns_, lane); }

 private:
  // One step of each lane's dual problem along the row's coordinate.
  void visit(std::size_t i) {
    const auto row = training_.rows.row(i);
    float* bias = weights_.data() + columns_ * kLanes;
    std::array<float, kLanes> margin;
    std::copy(bias, bias + kLanes, margin.begin());
    for (std::size_t j = 0; j < row.size(); ++j) {
      const float* weight = weights_.data() + std::size_t{row.columns[j]} * kLanes;
      for (std::size_t k = 0; k < kLanes; ++k) margin[k] += row.values[j] * weight[k];
    }
    std::array<float, kLanes> step{};
    if (!steps(i, margin, step)) return;
    for (std::size_t j = 0; j < row.size(); ++j) {
      float* weight = weights_.data() + std::size_t{row.columns[j]} * kLanes;
      for (std::size_t k = 0; k < kLanes; ++k) weight[k] += row.values[j] * step[k];
    }
    for (std::size_t k = 0; k < kLanes; ++k) bias[k] += step[k];
  }

  bool steps(std::size_t i, const std::array<float, kLanes>& margin, std::array<float, kLanes>& step) {
    bool any = false;
    for (std::size_t k = 0; k < lanes_; ++k) {
      if (!open_[k]) continue;
      const bool inside = static_cast<std::size_t>(training_.labels[i]) == first_ + k;
      const float sign = inside ? 1.0F : -1.0F;
      const float diagonal = inside ? inverse_positive_[k] : inverse_negative_[k];
      float& alpha = alpha_[i * kLanes + k];
      const float gradient = sign * margin[k] - 1 + alpha * diagonal;
      const float projected = alpha > 0 ? gradient : std::min(gradient, 0.0F);
      highest_[k] = std::max(highest_[k], projected);
      lowest_[k] = std::min(lowest_[k], projected);
      if (std::abs(projected) < 1e-12F) continue;
      const float before = alpha;
      alpha = std::max(before - gradient / (squared_length_[i] + diagonal), 0.0F);
      step[k] = (alpha - before) * sign;
      any = true;
    }
    return any;
  }

  const TrainingRows& training_;
  std::size_t first_, lanes_, columns_;
  std::vector<float> weights_;  // (columns and the constant) × lanes
  std::vector<float> alpha_;    // rows × lanes
  std::vector<float> squared_length_;
  std::array<float, kLanes> inverse_positive_{}, inverse_negative_{}, highest_{}, lowest_{};
  std::array<bool, kLanes> open_{};
};

LinearModel fit_two_classes(const TrainingRows& training, const FitOptions& options, const std::vector<double>& weights,
                            const Run& run) {
  Solver solver(training, 1, 1, {options.c * weights[1]}, {options.c * weights[0]});
  solver.solve(options.seed, run);
  const std::size_t columns = training.rows.columns();
  std::vector<float> both(columns * 2);
  for (std::size_t column = 0; column < columns; ++column) {
    both[column * 2] = -solver.weight(column, 0);
    both[column * 2 + 1] = solver.weight(column, 0);
  }
  return LinearModel::from(std::move(both), {-solver.intercept(0), solver.intercept(0)});
}

}  // namespace

LinearModel fit_linear_svc(const TrainingRows& training, const FitOptions& options, const Run& run) {
  const auto class_weight = class_weights(training, options.balanced);
  if (training.classes == 2) return fit_two_classes(training, options, class_weight, run);
  const auto classes = static_cast<std::size_t>(training.classes);
  const std::size_t columns = training.rows.columns();
  std::vector<float> weights(columns * classes), intercepts(classes);
  parallel_for((classes + kLanes - 1) / kLanes, run.threads, [&](std::size_t group) {
    const std::size_t first = group * kLanes, lanes = std::min(kLanes, classes - first);
    std::array<double, kLanes> positive{}, negative{};
    negative.fill(options.c);
    for (std::size_t k = 0; k < lanes; ++k) positive[k] = options.c * class_weight[first + k];
    Solver solver(training, first, lanes, positive, negative);
    solver.solve(options.seed, run);
    for (std::size_t k = 0; k < lanes; ++k) {
      intercepts[first + k] = solver.intercept(k);
      for (std::size_t column = 0; column < columns; ++column)
        weights[column * classes + first + k] = solver.weight(column, k);
    }
  });
  return LinearModel::from(std::move(weights), std::move(intercepts));
}

}  // namespace smartdesk

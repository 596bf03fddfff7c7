#include "models/logreg.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "models/internal/class_weights.h"

namespace smartdesk {
namespace {

constexpr std::size_t kMemory = 8;
constexpr int kMaxSteps = 1000;
constexpr double kGradientTolerance = 1e-5;   // of the largest gradient at the start
constexpr double kDecreaseTolerance = 1e-9;   // of the value
constexpr std::size_t kBlock = 256;           // rows or columns handed to a thread at a time
constexpr std::size_t kThreadWork = 1 << 20;  // multiplications that are worth starting a thread for

using Vector = std::vector<float>;

// Vectors of weights, worked on in pieces that do not depend on how many threads there are.
class Algebra {
 public:
  explicit Algebra(int threads) : threads_(threads) {}

  double dot(const Vector& a, const Vector& b) const {
    std::vector<double> sums(pieces(a), 0);
    each_piece(a, [&](std::size_t piece, std::size_t begin, std::size_t end) {
      double lanes[8] = {};
      std::size_t i = begin;
      for (; i + 8 <= end; i += 8) {
        for (std::size_t k = 0; k < 8; ++k) lanes[k] += static_cast<double>(a[i + k]) * b[i + k];
      }
      for (; i < end; ++i) lanes[0] += static_cast<double>(a[i]) * b[i];
      for (const double lane : lanes) sums[piece] += lane;
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0);
  }

  void add_scaled(Vector& a, double scale, const Vector& b) const {
    const auto factor = static_cast<float>(scale);
    each_piece(a, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) a[i] += factor * b[i];
    });
  }

  void multiply(Vector& a, double scale) const {
    const auto factor = static_cast<float>(scale);
    each_piece(a, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) a[i] *= factor;
    });
  }

 private:
  static constexpr std::size_t kPiece = 1 << 17;
  static std::size_t pieces(const Vector& a) { return (a.size() + kPiece - 1) / kPiece; }

  template <typename Body>
  void each_piece(const Vector& a, const Body& body) const {
    parallel_for(pieces(a), threads_,
                 [&](std::size_t piece) { body(piece, piece * kPiece, std::min(a.size(), (piece + 1) * kPiece)); });
  }

  int threads_;
};

double largest(const Vector& a) {
  float most = 0;
  for (const float value : a) most = std::max(most, std::abs(value));
  return most;
}

// Parameters: columns × classes weights, then classes constants.
class Objective {
 public:
  Objective(const TrainingRows& training, const FitOptions& options, const Run& run)
      : training_(training),
        threads_(training.rows.entries() * static_cast<std::size_t>(training.classes) < kThreadWork ? 1 : run.threads),
        classes_(static_cast<std::size_t>(training.classes)),
        columns_(training.rows.columns()),
        residuals_(training.labels.size() * classes_),
        losses_(training.labels.size()) {
    const auto by_class = class_weights(training, options.balance);
    // Two classes: scikit-learn has one weight per column then, w = W1 - W0, and penalises |w|^2 / 2 = |W|^2.
    const double c = classes_ == 2 ? options.c / 2 : options.c;
    for (const auto label : training.labels) row_weight_.push_back(c * by_class[static_cast<std::size_t>(label)]);
    transpose();
  }

  std::size_t size() const { return (columns_ + 1) * classes_; }

  double value_and_gradient(const Vector& parameters, Vector& gradient) {
    parallel_for((losses_.size() + kBlock - 1) / kBlock, threads_, [&](std::size_t block) {
      for (std::size_t i = block * kBlock; i < std::min(losses_.size(), (block + 1) * kBlock); ++i)
        judge_row(parameters, i);
    });
    parallel_for((columns_ + kBlock - 1) / kBlock, threads_, [&](std::size_t block) {
      for (std::size_t c = block * kBlock; c < std::min<std::size_t>(columns_, (block + 1) * kBlock); ++c)
        gather(parameters, c, gradient);
    });
    float* constants = gradient.data() + columns_ * classes_;
    std::vector<double> sums(classes_, 0);
    for (std::size_t i = 0; i < residuals_.size(); ++i) sums[i % classes_] += residuals_[i];
    for (std::size_t k = 0; k < classes_; ++k) constants[k] = static_cast<float>(sums[k]);
    double value = 0;
    for (const double loss : losses_) value += loss;
    for (std::size_t i = 0; i < columns_ * classes_; ++i) value += 0.5 * parameters[i] * parameters[i];
    return value;
  }

 private:
  void judge_row(const Vector& parameters, std::size_t i) {
    float* scores = residuals_.data() + i * classes_;
    std::copy_n(parameters.begin() + static_cast<std::ptrdiff_t>(columns_ * classes_), classes_, scores);
    const auto row = training_.rows.row(i);
    for (std::size_t j = 0; j < row.size(); ++j) {
      const float* weights = parameters.data() + row.columns[j] * classes_;
      for (std::size_t k = 0; k < classes_; ++k) scores[k] += row.values[j] * weights[k];
    }
    const auto truth = static_cast<std::size_t>(training_.labels[i]);
    const float highest = *std::max_element(scores, scores + classes_);
    const double true_score = scores[truth];
    double total = 0;
    for (std::size_t k = 0; k < classes_; ++k) {
      scores[k] = std::exp(scores[k] - highest);
      total += static_cast<double>(scores[k]);
    }
    losses_[i] = row_weight_[i] * (highest + std::log(total) - true_score);
    for (std::size_t k = 0; k < classes_; ++k) {
      scores[k] = static_cast<float>(row_weight_[i] * (scores[k] / total - (k == truth ? 1 : 0)));
    }
  }

  void gather(const Vector& parameters, std::size_t column, Vector& gradient) const {
    float* sum = gradient.data() + column * classes_;
    std::copy_n(parameters.begin() + static_cast<std::ptrdiff_t>(column * classes_), classes_, sum);
    for (std::size_t e = column_begin_[column]; e < column_begin_[column + 1]; ++e) {
      const float* residual = residuals_.data() + std::size_t{entry_row_[e]} * classes_;
      for (std::size_t k = 0; k < classes_; ++k) sum[k] += entry_value_[e] * residual[k];
    }
  }

  void transpose() {
    const auto& rows = training_.rows;
    column_begin_.assign(columns_ + 1, 0);
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      for (const auto column : rows.row(i).columns) ++column_begin_[column + 1];
    }
    for (std::size_t c = 0; c < columns_; ++c) column_begin_[c + 1] += column_begin_[c];
    entry_row_.resize(rows.entries());
    entry_value_.resize(rows.entries());
    auto next = column_begin_;
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      const auto row = rows.row(i);
      for (std::size_t j = 0; j < row.size(); ++j) {
        const auto at = next[row.columns[j]]++;
        entry_row_[at] = static_cast<std::uint32_t>(i);
        entry_value_[at] = row.values[j];
      }
    }
  }

  const TrainingRows& training_;
  int threads_;
  std::size_t classes_, columns_;
  std::vector<double> row_weight_;
  Vector residuals_;  // rows × classes; the gradient of the loss in the scores
  std::vector<double> losses_;
  std::vector<std::size_t> column_begin_;
  std::vector<std::uint32_t> entry_row_;
  Vector entry_value_;
};

// The last few steps and what they did to the gradient.
struct Pair {
  Vector step, change;
  double product;
};

Vector descent_direction(const Algebra& algebra, const std::deque<Pair>& memory, const Vector& gradient) {
  Vector direction = gradient;
  std::vector<double> share(memory.size());
  for (std::size_t i = memory.size(); i-- > 0;) {
    share[i] = algebra.dot(memory[i].step, direction) / memory[i].product;
    algebra.add_scaled(direction, -share[i], memory[i].change);
  }
  if (!memory.empty()) {
    const double scale = memory.back().product / algebra.dot(memory.back().change, memory.back().change);
    algebra.multiply(direction, scale);
  }
  for (std::size_t i = 0; i < memory.size(); ++i) {
    algebra.add_scaled(direction, share[i] - algebra.dot(memory[i].change, direction) / memory[i].product,
                       memory[i].step);
  }
  algebra.multiply(direction, -1);
  return direction;
}

}  // namespace

LinearModel fit_logreg(const TrainingRows& training, const FitOptions& options, const Run& run) {
  Objective objective(training, options, run);
  const Algebra algebra(run.threads);
  Vector at(objective.size(), 0), gradient(at.size()), next(at.size()), next_gradient(at.size());
  double value = objective.value_and_gradient(at, gradient);
  const double enough = kGradientTolerance * std::max(1.0, largest(gradient));
  std::deque<Pair> memory;
  for (int step = 0; step < kMaxSteps && largest(gradient) > enough; ++step) {
    run.stop_if_asked();
    Vector direction = descent_direction(algebra, memory, gradient);
    const double slope = algebra.dot(direction, gradient);
    double length = memory.empty() ? std::min(1.0, 1 / std::sqrt(algebra.dot(gradient, gradient))) : 1;
    double next_value = value;
    bool lower = false;
    for (int halving = 0; halving < 30 && !lower; ++halving, length *= lower ? 1 : 0.5) {
      next = at;
      algebra.add_scaled(next, length, direction);
      next_value = objective.value_and_gradient(next, next_gradient);
      lower = next_value <= value + 1e-4 * length * slope;
    }
    if (!lower) break;
    Pair pair{next, next_gradient, 0};
    algebra.add_scaled(pair.step, -1, at);
    algebra.add_scaled(pair.change, -1, gradient);
    pair.product = algebra.dot(pair.step, pair.change);
    if (pair.product > 1e-12) memory.push_back(std::move(pair));
    if (memory.size() > kMemory) memory.pop_front();
    const double decrease = value - next_value;
    std::swap(at, next);
    std::swap(gradient, next_gradient);
    value = next_value;
    if (decrease < kDecreaseTolerance * std::abs(value)) break;
  }
  const auto classes = static_cast<std::ptrdiff_t>(training.classes);
  Vector intercepts(at.end() - classes, at.end());
  at.resize(at.size() - static_cast<std::size_t>(classes));
  return LinearModel::from(std::move(at), std::move(intercepts));
}

}  // namespace smartdesk

#include "models/linear_svc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/parallel.h"
#include "core/random.h"
#include "core/wide_vectors.h"
#include "models/class_evidence.h"
#include "models/internal/class_weights.h"
#include "models/internal/lane_packs.h"

namespace smartdesk::models {
namespace {

constexpr int kMaxPasses = 1000;

struct alignas(64) Lane : std::array<float, kMaxLanes> {};

// A group of one-vs-rest problems and the state of their solution. Lanes past the last problem stay at zero.
struct Problems {
  const features::SparseMatrix* rows;
  const ClassIndex* labels;
  const float* squared_length;  // of each weighted row, including its constant 1
  const float* squared_factor;  // of each column
  ClassIndex first;             // class of lane 0
  float* weights;               // (columns and the constant) × lanes
  float* alpha;                 // rows × lanes
  float* slope;                 // of each row, the steepest projected slope of an open lane at its last visit
  Lane inverse_positive, inverse_negative;  // 1 / 2C of rows inside and outside the lane's class
  Lane open;                                // 1 while the lane is being solved, else 0
  Lane highest, lowest;                     // projected slopes in this pass
};

// One step of each lane's dual problem along each row's coordinate. The loops over lanes are written as packs, because
// compilers would vectorise the wrong loops.
template <std::size_t kLanes>
[[gnu::always_inline]] inline void pass(Problems& p, std::span<const std::size_t> order) {
  using P = Pack<kLanes>;
  const auto pack = [](auto* lanes) -> auto& { return *reinterpret_cast<P*>(lanes); };
  const P zero{}, negative = zero - 1, open = pack(p.open.data());
  P highest = pack(p.highest.data()), lowest = pack(p.lowest.data());
  P* const weights = &pack(p.weights);
  P& bias = weights[p.rows->columns()];
  for (const std::size_t i : order) {
    const auto row = p.rows->row(i);
    const auto* columns = row.columns.data();
    const auto* values = row.values.data();
    const std::size_t size = row.size();
    P margin = bias;
    for (std::size_t j = 0; j < size; ++j) margin += values[j] * weights[columns[j]];

    P sign = negative, diagonal = pack(p.inverse_negative.data());
    const auto own = static_cast<std::size_t>(p.labels[i] - p.first);  // huge if no lane has the row's class
    if (own < kLanes) {
      sign[own] = 1;
      diagonal[own] = p.inverse_positive[own];
    }
    P& alpha = pack(p.alpha + i * kLanes);
    const P slope = sign * margin - 1 + alpha * diagonal;
    const P projected = ((alpha > 0) | (slope < 0)) ? slope : zero;
    highest = projected > highest ? projected : highest;
    lowest = projected < lowest ? projected : lowest;
    P moved = alpha - slope / (p.squared_length[i] + diagonal);
    moved = moved > 0 ? moved : zero;
    const P change = (moved - alpha) * open;
    alpha += change;
    const P step = change * sign, steep = projected * open;
    float steepest = 0, largest = 0;
    for (std::size_t k = 0; k < kLanes; ++k) {
      steepest = std::max(steepest, std::abs(steep[k]));
      largest = std::max(largest, std::abs(step[k]));
    }
    p.slope[i] = steepest;
    if (largest == 0) continue;
    for (std::size_t j = 0; j < size; ++j) weights[columns[j]] += values[j] * p.squared_factor[columns[j]] * step;
    bias += step;
  }
  pack(p.highest.data()) = highest;
  pack(p.lowest.data()) = lowest;
}

SMARTDESK_WIDE_VECTORS void pass_4(Problems& p, std::span<const std::size_t> order) { pass<4>(p, order); }
SMARTDESK_WIDE_VECTORS void pass_8(Problems& p, std::span<const std::size_t> order) { pass<8>(p, order); }
SMARTDESK_WIDE_VECTORS void pass_16(Problems& p, std::span<const std::size_t> order) { pass<16>(p, order); }

// Solves at most as many problems as there are lanes, for one setting after another.
class Solver {
 public:
  Solver(const TrainingRows& training, std::span<const float> squared_length, std::span<const float> squared_factor,
         std::size_t first, std::size_t problems, std::size_t lanes)
      : lanes_(lanes),
        count_(problems),
        weights_((std::size_t{training.rows.columns()} + 1) * lanes, 0),
        alpha_(training.labels.size() * lanes, 0),
        slope_(training.labels.size(), 0),
        all_(training.labels.size()) {
    problems_.rows = &training.rows;
    problems_.labels = training.labels.data();
    problems_.squared_length = squared_length.data();
    problems_.squared_factor = squared_factor.data();
    problems_.first = static_cast<ClassIndex>(first);
    problems_.weights = weights_.data();
    problems_.alpha = alpha_.data();
    problems_.slope = slope_.data();
    std::iota(all_.begin(), all_.end(), 0U);
  }

  // positive_c, negative_c: C of rows inside and outside each problem's class.
  void solve(std::span<const double> positive_c, std::span<const double> negative_c, double tolerance,
             std::uint64_t seed, const Run& run) {
    auto& p = problems_;
    p.inverse_positive.fill(1);
    p.inverse_negative.fill(1);
    p.open.fill(0);
    for (std::size_t k = 0; k < count_; ++k) {
      p.inverse_positive[k] = static_cast<float>(0.5 / positive_c[k]);
      p.inverse_negative[k] = static_cast<float>(0.5 / negative_c[k]);
      p.open[k] = 1;
    }
    Random random(seed);
    for (int number = 0; number < kMaxPasses; ++number) {
      run.stop_if_asked();
      visit(all_, random);
      bool open = false;
      for (std::size_t k = 0; k < count_; ++k) {
        if (spread(k) < tolerance) p.open[k] = 0;
        open |= p.open[k] != 0;
      }
      if (!open) return;
      visit_restless(tolerance, random);
    }
  }

  float weight(std::size_t column, std::size_t lane) const { return weights_[column * lanes_ + lane]; }
  float intercept(std::size_t lane) const { return weights_[weights_.size() - lanes_ + lane]; }

 private:
  // Most rows converge early. The others get a few passes of their own before the next pass over all rows.
  void visit_restless(double tolerance, Random& random) {
    constexpr int kPasses = 6;
    for (int number = 0; number < kPasses; ++number) {
      restless_.clear();
      for (const auto row : all_) {
        if (static_cast<double>(slope_[row]) >= tolerance / 4) restless_.push_back(row);
      }
      if (restless_.size() * 4 > all_.size() * 3 || restless_.empty()) return;
      visit(restless_, random);
    }
  }

  void visit(std::vector<std::size_t>& rows, Random& random) {
    random.shuffle(std::span(rows));
    problems_.highest.fill(-std::numeric_limits<float>::infinity());
    problems_.lowest.fill(std::numeric_limits<float>::infinity());
    if (lanes_ == 4) pass_4(problems_, rows);
    if (lanes_ == 8) pass_8(problems_, rows);
    if (lanes_ == 16) pass_16(problems_, rows);
  }

  double spread(std::size_t k) const { return static_cast<double>(problems_.highest[k] - problems_.lowest[k]); }

  std::size_t lanes_, count_;
  AlignedFloats weights_, alpha_;
  std::vector<float> slope_;
  std::vector<std::size_t> all_, restless_;
  Problems problems_{};
};

// Factors for the squares of the columns. The solver's weights include the factor of their column, so that solver and
// models read unscaled rows.
std::vector<float> squared_factors(const TrainingRows& training, bool by_evidence) {
  if (!by_evidence) return std::vector<float>(training.rows.columns(), 1);
  auto factors = class_evidence(training);
  for (auto& factor : factors) factor *= factor;
  return factors;
}

std::vector<float> squared_lengths(const features::SparseMatrix& rows, std::span<const float> squared_factor) {
  std::vector<float> lengths(rows.rows(), 1);
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const auto row = rows.row(i);
    for (std::size_t j = 0; j < row.size(); ++j)
      lengths[i] += row.values[j] * row.values[j] * squared_factor[row.columns[j]];
  }
  return lengths;
}

// The models of a path, filled one group of classes at a time.
struct Path {
  std::vector<std::vector<float>> weights, intercepts;  // one per setting

  Path(std::size_t settings, std::size_t columns, std::size_t classes)
      : weights(settings, std::vector<float>(columns * classes)), intercepts(settings, std::vector<float>(classes)) {}

  std::vector<LinearModel> models() {
    std::vector<LinearModel> all;
    for (std::size_t s = 0; s < weights.size(); ++s)
      all.push_back(LinearModel::from(std::move(weights[s]), std::move(intercepts[s])));
    return all;
  }
};

class PathFitter {
 public:
  PathFitter(const TrainingRows& training, std::span<const FitOptions> settings, const Run& run)
      : training_(training),
        settings_(settings),
        run_(run),
        classes_(static_cast<std::size_t>(training.classes)),
        squared_factor_(squared_factors(training, settings.front().class_evidence)),
        squared_length_(squared_lengths(training.rows, squared_factor_)),
        path_(settings.size(), training.rows.columns(), classes_) {
    for (const auto& options : settings) class_weight_.push_back(class_weights(training, options.balance));
  }

  std::vector<LinearModel> fit() {
    if (classes_ == 2) {
      fit_two_classes();
    } else {
      const std::size_t lanes = lanes_for(classes_);
      parallel_for((classes_ + lanes - 1) / lanes, run_.threads,
                   [&](std::size_t group) { fit_group(group * lanes, lanes); });
    }
    return path_.models();
  }

 private:
  void fit_group(std::size_t first, std::size_t lanes) {
    const std::size_t count = std::min(lanes, classes_ - first);
    Solver solver(training_, squared_length_, squared_factor_, first, count, lanes);
    for (std::size_t s = 0; s < settings_.size(); ++s) {
      const auto& options = settings_[s];
      Doubles positive{}, negative{};
      for (std::size_t k = 0; k < count; ++k) {
        positive[k] = options.c * class_weight_[s][first + k];
        negative[k] = options.c;
      }
      solver.solve(positive, negative, options.tolerance, options.seed, run_);
      for (std::size_t k = 0; k < count; ++k) path_.intercepts[s][first + k] = solver.intercept(k);
      for (std::size_t column = 0; column < training_.rows.columns(); ++column) {
        float* weights = path_.weights[s].data() + column * classes_ + first;
        for (std::size_t k = 0; k < count; ++k) weights[k] = solver.weight(column, k);
      }
    }
  }

  void fit_two_classes() {
    Solver solver(training_, squared_length_, squared_factor_, 1, 1, lanes_for(1));
    for (std::size_t s = 0; s < settings_.size(); ++s) {
      const auto& options = settings_[s];
      solver.solve(Doubles{options.c * class_weight_[s][1]}, Doubles{options.c * class_weight_[s][0]},
                   options.tolerance, options.seed, run_);
      path_.intercepts[s] = {-solver.intercept(0), solver.intercept(0)};
      for (std::size_t column = 0; column < training_.rows.columns(); ++column) {
        path_.weights[s][column * 2 + 1] = solver.weight(column, 0);
        path_.weights[s][column * 2] = -path_.weights[s][column * 2 + 1];
      }
    }
  }

  using Doubles = std::array<double, kMaxLanes>;
  const TrainingRows& training_;
  std::span<const FitOptions> settings_;
  const Run& run_;
  std::size_t classes_;
  std::vector<std::vector<double>> class_weight_;  // of each setting
  std::vector<float> squared_factor_, squared_length_;
  Path path_;
};

}  // namespace

std::vector<LinearModel> fit_linear_svc_path(const TrainingRows& training, std::span<const FitOptions> settings,
                                             const Run& run) {
  return PathFitter(training, settings, run).fit();
}

}  // namespace smartdesk::models

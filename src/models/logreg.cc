#include "models/logreg.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "core/random.h"
#include "core/wide_vectors.h"
#include "models/internal/class_weights.h"
#include "models/internal/lane_packs.h"
#include "models/internal/softmax_shares.h"

namespace smartdesk::models {
namespace {

constexpr int kMaxPasses = 1000;
constexpr float kNoClass = -1e4F;  // score of the lanes past the last class, so that they get no share

// The state of the solver. W is always the sum over the rows of u (e - p) x, where u is the row's weight, e is 1 for
// its class and 0 for others, and p are its shares. b is its last set value plus the same sum with 1 for x.
struct Problem {
  const features::SparseMatrix* rows;
  const ClassIndex* labels;
  const float* squared_length;  // of each row, including its constant 1
  const float* row_weight;
  float* weights;  // (columns and the constant) × packs × lanes
  float* shares;   // rows × packs × lanes
  float* gaps;     // of each row at its last visit, before it moved
  float* scratch;  // 3 × packs × lanes
  std::size_t packs;
  double gap, value;  // sums over the visited rows: the bound of the distance to the minimum, and the objective
};

template <std::size_t kLanes>
[[gnu::always_inline]] inline void add_up(features::SparseRow row, std::span<const Pack<kLanes>> weights,
                                          std::span<Pack<kLanes>> scores) {
  constexpr std::size_t kAhead = 8;  // prefetch, because columns are scattered in memory
  const std::size_t packs = scores.size();
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (j + kAhead < row.size()) __builtin_prefetch(&weights[row.columns[j + kAhead] * packs], 1);
    const auto* column = &weights[row.columns[j] * packs];
    for (std::size_t b = 0; b < packs; ++b) scores[b] += row.values[j] * column[b];
  }
}

template <std::size_t kLanes>
[[gnu::always_inline]] inline float log_of_sum(std::span<const Pack<kLanes>> scores) {
  float highest = -INFINITY, total = 0;
  for (const auto& some : scores) highest = std::max(highest, highest_of<kLanes>(some));
  for (const auto& some : scores) {
    Pack<kLanes> power = some - highest;
    exponentiate<kLanes>(power);
    total += sum_of<kLanes>(power);
  }
  return highest + std::log(total);
}

// Adds the row's part of the gap between primal and dual (the divergence of its shares from its probabilities) and of
// the objective (its loss and, by the sum above, its part of |W|^2 / 2).
template <std::size_t kLanes>
[[gnu::always_inline]] inline void judge_row(Problem& p, std::size_t i, std::span<const Pack<kLanes>> scores,
                                             std::span<const Pack<kLanes>> constants) {
  using P = Pack<kLanes>;
  const P tiny = P{} + 1e-36F;
  const auto* shares = reinterpret_cast<const P*>(p.shares) + i * scores.size();
  const auto label = static_cast<std::size_t>(p.labels[i]);
  const float own = scores[label / kLanes][label % kLanes], own_constant = constants[label / kLanes][label % kLanes];
  const float log_total = log_of_sum<kLanes>(scores);
  float divergence = log_total, expected = 0;
  for (std::size_t b = 0; b < scores.size(); ++b) {
    P logarithm = shares[b] > tiny ? shares[b] : tiny;
    take_logarithm<kLanes>(logarithm);
    const P diverging = shares[b] * (logarithm - scores[b]), expecting = shares[b] * (scores[b] - constants[b]);
    divergence += sum_of<kLanes>(diverging);
    expected += sum_of<kLanes>(expecting);
  }
  const float weight = p.row_weight[i];
  p.gaps[i] = weight * divergence;
  p.gap += static_cast<double>(p.gaps[i]);
  p.value += static_cast<double>(weight * (log_total - own + 0.5F * (own - own_constant - expected)));
}

// kPacks: the number of packs, so that they stay in registers; 0 if it is known only at run time.
template <std::size_t kLanes, std::size_t kPacks>
[[gnu::always_inline]] inline void pass(Problem& p, std::span<const std::size_t> order) {
  using P = Pack<kLanes>;
  const std::size_t packs = kPacks == 0 ? p.packs : kPacks;
  const std::span weights(reinterpret_cast<P*>(p.weights), (std::size_t{p.rows->columns()} + 1) * packs);
  const auto constants = weights.last(packs);
  P sums[kPacks == 0 ? 1 : kPacks];
  auto* scratch = reinterpret_cast<P*>(p.scratch);
  const std::span scores(kPacks == 0 ? scratch : sums, packs), steps(scratch + packs, packs);
  for (const std::size_t i : order) {
    const auto row = p.rows->row(i);
    std::copy(constants.begin(), constants.end(), scores.begin());
    add_up<kLanes>(row, weights, scores);
    judge_row<kLanes>(p, i, scores, constants);

    const float weight = p.row_weight[i];
    P* const shares = reinterpret_cast<P*>(p.shares) + i * packs;
    std::copy_n(shares, packs, steps.begin());
    settle_shares<kLanes>(scores.data(), packs, weight * p.squared_length[i], shares, scratch + 2 * packs);
    for (std::size_t b = 0; b < packs; ++b) steps[b] = weight * (steps[b] - shares[b]);
    for (std::size_t b = 0; b < packs; ++b) constants[b] += steps[b];
    for (std::size_t b = 0; b < packs; ++b) scores[b] = steps[b];
    for (std::size_t j = 0; j < row.size(); ++j) {
      P* const column = &weights[row.columns[j] * packs];
      for (std::size_t b = 0; b < packs; ++b) column[b] += row.values[j] * scores[b];
    }
  }
}

SMARTDESK_WIDE_VECTORS void pass_4(Problem& p, std::span<const std::size_t> order) { pass<4, 1>(p, order); }
SMARTDESK_WIDE_VECTORS void pass_8(Problem& p, std::span<const std::size_t> order) { pass<8, 1>(p, order); }
SMARTDESK_WIDE_VECTORS void pass_16(Problem& p, std::span<const std::size_t> order) { pass<16, 1>(p, order); }
SMARTDESK_WIDE_VECTORS void pass_more(Problem& p, std::span<const std::size_t> order) { pass<16, 0>(p, order); }

class Solver {
 public:
  Solver(const TrainingRows& training, const FitOptions& options)
      : training_(training),
        options_(options),
        classes_(static_cast<std::size_t>(training.classes)),
        lanes_(lanes_for(classes_)),
        width_((classes_ + lanes_ - 1) / lanes_ * lanes_),
        class_weight_(class_weights(training, options.balance)),
        weights_((std::size_t{training.rows.columns()} + 1) * width_, 0),
        shares_(training.labels.size() * width_, 0),
        scratch_(3 * width_, 0),
        squared_length_(training.labels.size(), 1),
        row_weight_(training.labels.size(), 1),
        gaps_(training.labels.size(), 0),
        all_(training.labels.size()) {
    std::iota(all_.begin(), all_.end(), 0U);
    std::fill(weights_.end() - static_cast<std::ptrdiff_t>(width_ - classes_), weights_.end(), kNoClass);
    for (std::size_t i = 0; i < all_.size(); ++i) {
      for (const float value : training.rows.row(i).values) squared_length_[i] += value * value;
      shares_[i * width_ + label(i)] = 1;
    }
    problem_ = {&training.rows,
                training.labels.data(),
                squared_length_.data(),
                row_weight_.data(),
                weights_.data(),
                shares_.data(),
                gaps_.data(),
                scratch_.data(),
                width_ / lanes_,
                0,
                0};
  }

  void solve(double c, const Run& run) {
    weigh_rows(c);
    Random random(options_.seed);
    for (int number = 0; number < kMaxPasses; ++number) {
      run.stop_if_asked();
      visit(all_, random);
      const double enough = options_.gap * problem_.value;
      if (problem_.gap + move_constants() < enough) return;
      visit_restless(enough, random);
    }
  }

  LinearModel model() const {
    std::vector<float> weights(training_.rows.columns() * classes_);
    for (std::size_t column = 0; column < training_.rows.columns(); ++column)
      std::copy_n(weights_.data() + column * width_, classes_, weights.data() + column * classes_);
    const float* const constants = weights_.data() + weights_.size() - width_;
    return LinearModel::from(std::move(weights), {constants, constants + classes_});
  }

 private:
  std::size_t label(std::size_t row) const { return static_cast<std::size_t>(training_.labels[row]); }

  // When a row's weight grows, W and b stay the same if its shares move closer to its class by the same factor.
  void weigh_rows(double c) {
    // Two classes: scikit-learn has one weight per column then, w = W1 - W0, and penalises |w|^2 / 2 = |W|^2.
    if (classes_ == 2) c /= 2;
    const auto closer = static_cast<float>(c_ / c);
    for (std::size_t i = 0; i < all_.size(); ++i) {
      row_weight_[i] = static_cast<float>(c * class_weight_[label(i)]);
      float* const shares = shares_.data() + i * width_;
      for (std::size_t k = 0; k < classes_; ++k) shares[k] *= closer;
      shares[label(i)] += 1 - closer;
    }
    c_ = c;
  }

  // Constants have no penalty, so they are optimal if the sums of u (e - p) are zero. A pass penalises their distance
  // from the last set values. Setting them again after each pass lets them move as far as necessary (the method of
  // multipliers, Hestenes 1969). Returns approximately how much they can still gain.
  double move_constants() {
    std::vector<double> sums(classes_, 0);
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const double weight = static_cast<double>(row_weight_[i]);
      sums[label(i)] += weight;
      for (std::size_t k = 0; k < classes_; ++k) sums[k] -= weight * static_cast<double>(shares_[i * width_ + k]);
    }
    float* const constants = weights_.data() + weights_.size() - width_;
    double gain = 0;
    for (std::size_t k = 0; k < classes_; ++k) {
      gain += std::abs(sums[k]) * (1 + static_cast<double>(std::abs(constants[k])));
      constants[k] += static_cast<float>(sums[k]);
    }
    return gain;
  }

  // Most rows converge early. The others get a few passes of their own before the next pass over all rows.
  void visit_restless(double enough, Random& random) {
    constexpr int kPasses = 6;
    const auto settled = static_cast<float>(enough / static_cast<double>(all_.size()) / 4);
    for (int number = 0; number < kPasses; ++number) {
      restless_.clear();
      for (const auto row : all_) {
        if (gaps_[row] > settled) restless_.push_back(row);
      }
      if (restless_.size() * 4 > all_.size() * 3 || restless_.empty()) return;
      visit(restless_, random);
    }
  }

  void visit(std::vector<std::size_t>& rows, Random& random) {
    random.shuffle(std::span(rows));
    problem_.gap = problem_.value = 0;
    if (lanes_ == 4) return pass_4(problem_, rows);
    if (lanes_ == 8) return pass_8(problem_, rows);
    if (width_ == lanes_) return pass_16(problem_, rows);
    pass_more(problem_, rows);
  }

  const TrainingRows& training_;
  const FitOptions& options_;
  std::size_t classes_, lanes_, width_;
  std::vector<double> class_weight_;
  AlignedFloats weights_, shares_, scratch_;
  std::vector<float> squared_length_, row_weight_, gaps_;
  std::vector<std::size_t> all_, restless_;
  double c_ = 0;
  Problem problem_{};
};

}  // namespace

std::vector<LinearModel> fit_logreg_path(const TrainingRows& training, const std::vector<double>& cs,
                                         const FitOptions& options, const Run& run) {
  Solver solver(training, options);
  std::vector<LinearModel> path;
  for (const double c : cs) {
    solver.solve(c, run);
    path.push_back(solver.model());
  }
  return path;
}

}  // namespace smartdesk::models

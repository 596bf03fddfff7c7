#include "models/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.h"

namespace smartdesk::models {
namespace {

constexpr std::size_t kTraits = 3;
constexpr double kPenalty = 2;  // on the slopes of the traits, in rows; keeps a few rows from bending the temperature
const double kLimit = std::log(100.0);

using Vector = std::array<double, kTraits>;
using Matrix = std::array<Vector, kTraits>;

// The traits of a row of scores: 1, the best score, and its lead over the second.
Vector traits(std::span<const float> row) {
  float best = -std::numeric_limits<float>::infinity(), second = best;
  for (const float score : row) {
    if (score > best) {
      second = best;
      best = score;
    } else {
      second = std::max(second, score);
    }
  }
  return {1, best, row.size() > 1 ? static_cast<double>(best) - static_cast<double>(second) : 0};
}

double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

// The traits of the fitted rows, each (except the constant) with mean 0 and deviation 1.
struct Standardised {
  std::vector<Vector> rows;
  Vector mean{}, deviation{1, 1, 1};

  Standardised(std::span<const float> scores, std::size_t classes) {
    for (std::size_t i = 0; i < scores.size(); i += classes) rows.push_back(traits(scores.subspan(i, classes)));
    const auto count = static_cast<double>(rows.size());
    for (std::size_t t = 1; t < kTraits; ++t) {
      for (const auto& row : rows) mean[t] += row[t] / count;
      double squares = 0;
      for (const auto& row : rows) squares += (row[t] - mean[t]) * (row[t] - mean[t]);
      deviation[t] = std::sqrt(squares / count);
      if (!(deviation[t] > 1e-9))
        deviation[t] = std::numeric_limits<double>::infinity();  // constant, so it has no effect
      for (auto& row : rows) row[t] = (row[t] - mean[t]) / deviation[t];
    }
  }
};

struct Loss {
  double value = 0;
  Vector slope{};
  Matrix curvature{};  // without its negative part, so that every step is a descent
};

class Objective {
 public:
  Objective(std::span<const float> scores, std::span<const ClassIndex> truth, std::size_t classes)
      : scores_(scores), truth_(truth), classes_(classes), traits_(scores, classes) {}

  const Standardised& traits() const { return traits_; }

  // Log loss, summed over the rows, where row i's probabilities are softmax(exp(weights . traits[i]) * scores).
  Loss at(const Vector& weights) const {
    const double doubt = 1 / (static_cast<double>(truth_.size()) + 2);
    Loss loss;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      const auto row = scores_.subspan(i * classes_, classes_);
      const auto& trait = traits_.rows[i];
      const double scale = std::exp(std::clamp(dot(weights, trait), -kLimit, kLimit));
      const double highest = *std::max_element(row.begin(), row.end());
      double total = 0, mean = 0, mean_square = 0, plain_sum = 0;
      for (const float score : row) {
        const double below = score - highest;
        const double weight = std::exp(below * scale);
        total += weight;
        plain_sum += below;
        mean += weight * below;
        mean_square += weight * below * below;
      }
      mean /= total;
      mean_square /= total;
      const double given = row[static_cast<std::size_t>(truth_[i])] - highest;
      const double others = classes_ > 1 ? (plain_sum - given) / static_cast<double>(classes_ - 1) : given;
      const double true_score = (1 - doubt) * given + doubt * others;
      loss.value += std::log(total) - scale * true_score;
      const double slope = scale * (mean - true_score);
      const double curvature = std::max(0.0, slope) + scale * scale * std::max(0.0, mean_square - mean * mean);
      for (std::size_t a = 0; a < kTraits; ++a) {
        loss.slope[a] += slope * trait[a];
        for (std::size_t b = 0; b < kTraits; ++b) loss.curvature[a][b] += curvature * trait[a] * trait[b];
      }
    }
    for (std::size_t t = 1; t < kTraits; ++t) {
      loss.value += 0.5 * kPenalty * weights[t] * weights[t];
      loss.slope[t] += kPenalty * weights[t];
      loss.curvature[t][t] += kPenalty;
    }
    return loss;
  }

 private:
  std::span<const float> scores_;
  std::span<const ClassIndex> truth_;
  std::size_t classes_;
  Standardised traits_;
};

// The step that solves (curvature + damping) step = slope; the matrix is symmetric and positive.
Vector newton_step(Matrix matrix, Vector slope, double damping) {
  for (std::size_t t = 0; t < kTraits; ++t) matrix[t][t] += damping + 1e-9;
  for (std::size_t pivot = 0; pivot < kTraits; ++pivot) {
    for (std::size_t r = pivot + 1; r < kTraits; ++r) {
      const double factor = matrix[r][pivot] / matrix[pivot][pivot];
      for (std::size_t c = pivot; c < kTraits; ++c) matrix[r][c] -= factor * matrix[pivot][c];
      slope[r] -= factor * slope[pivot];
    }
  }
  for (std::size_t r = kTraits; r-- > 0;) {
    for (std::size_t c = r + 1; c < kTraits; ++c) slope[r] -= matrix[r][c] * slope[c];
    slope[r] /= matrix[r][r];
  }
  return slope;
}

Vector minimise(const Objective& objective) {
  Vector weights{};
  auto loss = objective.at(weights);
  double damping = 1e-3;
  for (int attempt = 0; attempt < 60; ++attempt) {
    auto step = newton_step(loss.curvature, loss.slope, damping);
    Vector next;
    double furthest = 0;
    for (std::size_t t = 0; t < kTraits; ++t) {
      step[t] = std::clamp(step[t], -2.0, 2.0);
      next[t] = weights[t] - step[t];
      furthest = std::max(furthest, std::abs(step[t]));
    }
    next[0] = std::clamp(next[0], -kLimit, kLimit);
    auto there = objective.at(next);
    if (there.value > loss.value) {
      damping = damping * 10;
      if (furthest < 1e-6) break;
      continue;
    }
    const double gain = loss.value - there.value;
    weights = next;
    loss = there;
    damping = std::max(damping / 10, 1e-9);
    if (gain < 1e-7 * (1 + loss.value)) break;
  }
  return weights;
}

}  // namespace

Temperature Temperature::fit(std::span<const float> scores, std::span<const ClassIndex> truth, int classes) {
  if (truth.empty() || classes < 1 || scores.size() != truth.size() * static_cast<std::size_t>(classes)) {
    throw Error(ErrorCode::kInvalidInput, "Calibration needs a score for each class of each row.");
  }
  if (!std::all_of(scores.begin(), scores.end(), [](float score) { return std::isfinite(score); })) {
    throw Error(ErrorCode::kInvalidInput, "Calibration found a score that is not a finite number.");
  }
  const Objective objective(scores, truth, static_cast<std::size_t>(classes));
  const auto weights = minimise(objective);
  double lowest = kLimit, highest = -kLimit;
  for (const auto& row : objective.traits().rows) {
    const double log_scale = std::clamp(dot(weights, row), -kLimit, kLimit);
    lowest = std::min(lowest, log_scale);
    highest = std::max(highest, log_scale);
  }
  const auto& [rows, mean, deviation] = objective.traits();
  const double per_top = weights[1] / deviation[1], per_lead = weights[2] / deviation[2];
  return Temperature(Parameters{static_cast<float>(weights[0] - per_top * mean[1] - per_lead * mean[2]),
                                static_cast<float>(per_top), static_cast<float>(per_lead), static_cast<float>(lowest),
                                static_cast<float>(highest)});
}

Temperature::Temperature(float value) {
  const float log_scale = -std::log(value);
  parameters_ = {log_scale, 0, 0, log_scale, log_scale};
}

float Temperature::of(std::span<const float> scores) const {
  const auto& p = parameters_;
  if (p.lowest == p.highest) return std::exp(-p.lowest);
  const auto trait = traits(scores);
  const double log_scale = p.base + p.per_top * trait[1] + p.per_lead * trait[2];
  return static_cast<float>(std::exp(-std::clamp<double>(log_scale, p.lowest, p.highest)));
}

void Temperature::apply(std::span<const float> scores, std::span<float> probabilities) const {
  const float highest = *std::max_element(scores.begin(), scores.end());
  const float scale = 1 / of(scores);
  float total = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    probabilities[i] = std::exp((scores[i] - highest) * scale);
    total += probabilities[i];
  }
  for (auto& probability : probabilities) probability /= total;
}

}  // namespace smartdesk::models

#include "models/sigmoid_calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace smartdesk::models {
namespace {

double probability(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

// ln(1 + exp(x)) without overflow.
double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

// The log loss of one label's curve.
class CurveLoss {
 public:
  CurveLoss(std::span<const double> scores, std::span<const double> targets) : scores_(scores), targets_(targets) {}

  double at(double slope, double constant) const {
    double sum = 0;
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      const double log_odds = slope * scores_[i] + constant;
      sum += softplus(log_odds) - targets_[i] * log_odds;
    }
    return sum;
  }

  struct Step {
    double slope = 0, constant = 0;
    bool is_last = false;  // the loss is flat
  };

  Step newton_step(double slope, double constant) const {
    double by_slope = 0, by_constant = 0, slope_twice = kRidge, mixed = 0, constant_twice = kRidge;
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      const double p = probability(slope * scores_[i] + constant), weight = p * (1 - p);
      by_slope += (p - targets_[i]) * scores_[i];
      by_constant += p - targets_[i];
      slope_twice += weight * scores_[i] * scores_[i];
      mixed += weight * scores_[i];
      constant_twice += weight;
    }
    const double determinant = slope_twice * constant_twice - mixed * mixed;
    return {(mixed * by_constant - constant_twice * by_slope) / determinant,
            (mixed * by_slope - slope_twice * by_constant) / determinant,
            std::abs(by_slope) < kFlat && std::abs(by_constant) < kFlat};
  }

 private:
  static constexpr double kRidge = 1e-12, kFlat = 1e-5;
  std::span<const double> scores_, targets_;
};

}  // namespace

SigmoidCalibration SigmoidCalibration::fit(std::span<const float> scores, std::span<const ClassIndex> truth,
                                           int classes) {
  const auto width = static_cast<std::size_t>(std::max(classes, 0));
  if (truth.empty() || width == 0 || scores.size() != truth.size() * width) {
    throw Error(ErrorCode::kInvalidInput, "Calibration needs a score for each class of each row.");
  }
  if (!std::all_of(scores.begin(), scores.end(), [](float score) { return std::isfinite(score); })) {
    throw Error(ErrorCode::kInvalidInput, "Calibration found a score that is not a finite number.");
  }
  SigmoidCalibration calibration;
  std::vector<double> of_label(truth.size()), targets(truth.size());
  for (std::size_t label = 0; label < width; ++label) {
    const auto index = static_cast<ClassIndex>(label);
    const auto with = static_cast<double>(std::count(truth.begin(), truth.end(), index));
    const auto without = static_cast<double>(truth.size()) - with;
    for (std::size_t row = 0; row < truth.size(); ++row) {
      of_label[row] = static_cast<double>(scores[row * width + label]);
      targets[row] = truth[row] == index ? (with + 1) / (with + 2) : 1 / (without + 2);
    }
    calibration.curves_.push_back(fit_curve(of_label, targets));
  }
  return calibration;
}

SigmoidCalibration::Curve SigmoidCalibration::fit_curve(std::span<const double> scores,
                                                        std::span<const double> targets) {
  constexpr int kMaxSteps = 100;
  constexpr double kShortest = 1e-10;
  const CurveLoss loss(scores, targets);
  const double mean = std::accumulate(targets.begin(), targets.end(), 0.0) / static_cast<double>(targets.size());
  Curve curve{0, std::log(mean / (1 - mean))};
  double current = loss.at(curve.slope, curve.constant);
  for (int number = 0; number < kMaxSteps; ++number) {
    const auto step = loss.newton_step(curve.slope, curve.constant);
    if (step.is_last) break;
    Curve next;
    double length = 1, there = current;
    for (; length > kShortest && !(there < current); length /= 2) {
      next = {curve.slope + length * step.slope, curve.constant + length * step.constant};
      there = loss.at(next.slope, next.constant);
    }
    if (!(there < current)) break;
    curve = next;
    current = there;
  }
  return curve;
}

void SigmoidCalibration::apply(std::span<const float> scores, std::span<float> probabilities) const {
  double total = 0;
  std::vector<double> odds(curves_.size());
  for (std::size_t label = 0; label < odds.size(); ++label) {
    odds[label] = probability(curves_[label].slope * static_cast<double>(scores[label]) + curves_[label].constant);
    total += odds[label];
  }
  // Far from every label, all of them may be as good as impossible.
  const double even = 1 / static_cast<double>(odds.size());
  for (std::size_t label = 0; label < odds.size(); ++label)
    probabilities[label] = static_cast<float>(total > 0 ? odds[label] / total : even);
}

}  // namespace smartdesk::models

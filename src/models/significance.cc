#include "models/significance.h"

#include <algorithm>
#include <boost/math/distributions/hypergeometric.hpp>
#include <cmath>
#include <span>

#include "core/random.h"

namespace smartdesk::models {
namespace {

constexpr double kLevel = 0.01;
constexpr int kMostDraws = 1999;
constexpr int kEnoughHits = 100;         // a p-value of about 0.05 or more is then known to a tenth of itself
constexpr double kSurelyAbove = 64;      // standard deviations; 2 / (1 + 64²) is as low as draws can show
constexpr double kRoundingError = 1e-9;  // equal scores may differ by this much
constexpr std::uint64_t kSeed = 42;

// How often each label is true, and how often it is predicted. Only labels that occur.
struct Margins {
  double rows = 0;
  std::vector<double> truly, predicted;
  std::vector<double> right;  // rows where both agree

  explicit Margins(const Metrics& metrics) : rows(metrics.rows) {
    for (std::size_t label = 0; label < metrics.confusion.size(); ++label) {
      double true_rows = 0, predicted_rows = 0;
      for (std::size_t other = 0; other < metrics.confusion.size(); ++other) {
        true_rows += metrics.confusion[label][other];
        predicted_rows += metrics.confusion[other][label];
      }
      if (true_rows + predicted_rows == 0) continue;
      truly.push_back(true_rows);
      predicted.push_back(predicted_rows);
      right.push_back(metrics.confusion[label][label]);
    }
  }
};

// A weighted sum of the right rows of each label, in standard deviations above its mean over all ways to deal.
class Score {
 public:
  Score(const Margins& margins, std::vector<double> weights) : weights_(std::move(weights)) {
    double variance = 0;
    for (std::size_t label = 0; label < weights_.size(); ++label) {
      const double share = margins.truly[label] * margins.predicted[label] / margins.rows;
      const double own = share * (margins.rows - margins.truly[label]) * (margins.rows - margins.predicted[label]) /
                         (margins.rows * (margins.rows - 1));
      // The covariance of two labels is the product of their means over rows - 1.
      variance += weights_[label] * weights_[label] * (own - share * share / (margins.rows - 1));
      mean_ += weights_[label] * share;
    }
    variance += mean_ * mean_ / (margins.rows - 1);
    deviation_ = std::sqrt(std::max(variance, 0.0));
  }

  bool varies() const { return deviation_ > kRoundingError * mean_; }

  double of(std::span<const double> right) const {
    double sum = 0;
    for (std::size_t label = 0; label < weights_.size(); ++label) sum += weights_[label] * right[label];
    return (sum - mean_) / deviation_;
  }

 private:
  std::vector<double> weights_;
  double mean_ = 0, deviation_ = 0;
};

Score accuracy_of(const Margins& margins) { return {margins, std::vector<double>(margins.truly.size(), 1)}; }

Score macro_f1_of(const Margins& margins) {
  std::vector<double> weights;
  for (std::size_t label = 0; label < margins.truly.size(); ++label)
    weights.push_back(2 / (margins.truly[label] + margins.predicted[label]));
  return {margins, std::move(weights)};
}

// With two labels, one count decides all four. Fisher's exact test, one-sided.
double exact_p_value(const Margins& margins) {
  const auto truly = static_cast<std::uint64_t>(margins.truly[0]);
  const auto predicted = static_cast<std::uint64_t>(margins.predicted[0]);
  const auto right = static_cast<std::uint64_t>(margins.right[0]);
  const auto rows = static_cast<std::uint64_t>(margins.rows);
  const std::uint64_t least = truly + predicted > rows ? truly + predicted - rows : 0;
  if (right <= least) return 1;
  const boost::math::hypergeometric_distribution<> dealt(truly, predicted, rows);
  return boost::math::cdf(boost::math::complement(dealt, right - 1));
}

std::vector<std::size_t> in_rows(std::span<const double> counts) {
  std::vector<std::size_t> rows;
  for (std::size_t label = 0; label < counts.size(); ++label)
    rows.insert(rows.end(), static_cast<std::size_t>(counts[label]), label);
  return rows;
}

template <typename Statistic>
double drawn_p_value(const Margins& margins, double observed, const Statistic& statistic) {
  Random random(kSeed);
  const auto truth = in_rows(margins.truly);
  auto dealt = in_rows(margins.predicted);
  std::vector<double> right(margins.truly.size());
  int hits = 0, draws = 0;
  while (draws < kMostDraws && hits < kEnoughHits) {
    random.shuffle(std::span(dealt));
    std::fill(right.begin(), right.end(), 0);
    for (std::size_t row = 0; row < truth.size(); ++row) right[truth[row]] += truth[row] == dealt[row] ? 1 : 0;
    hits += statistic(right) >= observed - kRoundingError ? 1 : 0;
    ++draws;
  }
  return hits == kEnoughHits ? static_cast<double>(hits) / draws : (hits + 1.0) / (draws + 1.0);
}

}  // namespace

double chance_p_value(const Metrics& metrics) {
  const Margins margins(metrics);
  if (metrics.rows < 2 || margins.truly.size() < 2) return 1;
  const auto accuracy = accuracy_of(margins), macro_f1 = macro_f1_of(margins);
  if (!accuracy.varies() || !macro_f1.varies()) return 1;
  const auto statistic = [&](std::span<const double> right) {
    return std::max(accuracy.of(right), macro_f1.of(right));
  };
  const double observed = statistic(margins.right);
  if (observed > kSurelyAbove) return 2 / (1 + observed * observed);
  return margins.truly.size() == 2 ? exact_p_value(margins) : drawn_p_value(margins, observed, statistic);
}

bool no_better_than_guessing(const Metrics& metrics, int tried) {
  return !has_single_label(metrics) && chance_p_value(metrics) > kLevel / tried;
}

bool has_single_label(const Metrics& metrics) {
  return std::any_of(metrics.per_class.begin(), metrics.per_class.end(),
                     [&](const ClassMetrics& one) { return one.support == metrics.rows; });
}

}  // namespace smartdesk::models

#include "models/significance.h"

#include <boost/math/distributions/binomial.hpp>
#include <cmath>

namespace smartdesk::models {
namespace {

constexpr double kLevel = 0.01;

// How often truth and predictions agree if they are independent.
double chance_agreement(const Metrics& metrics) {
  const auto rows = static_cast<double>(metrics.rows);
  double agreement = 0;
  for (std::size_t label = 0; label < metrics.confusion.size(); ++label) {
    double truly = 0, predicted = 0;
    for (std::size_t other = 0; other < metrics.confusion.size(); ++other) {
      truly += metrics.confusion[label][other];
      predicted += metrics.confusion[other][label];
    }
    agreement += truly / rows * (predicted / rows);
  }
  return agreement;
}

}  // namespace

bool no_better_than_guessing(const Metrics& metrics) {
  const double correct = std::round(metrics.accuracy * metrics.rows), chance = chance_agreement(metrics);
  if (chance >= 1 || correct < 1) return true;
  const boost::math::binomial_distribution<> guessing(metrics.rows, chance);
  return boost::math::cdf(boost::math::complement(guessing, correct - 1)) > kLevel;
}

}  // namespace smartdesk::models

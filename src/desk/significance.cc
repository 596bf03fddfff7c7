#include "desk/significance.h"

#include <boost/math/distributions/binomial.hpp>
#include <cmath>

namespace smartdesk {

bool no_better_than_guessing(const Metrics& metrics, double baseline) {
  const double correct = std::round(metrics.accuracy * metrics.rows);
  if (baseline >= 1 || correct < 1) return true;
  const boost::math::binomial_distribution<> guessing(metrics.rows, baseline);
  return boost::math::cdf(boost::math::complement(guessing, correct - 1)) > 0.05;
}

}  // namespace smartdesk

// One row's variables in the dual of multinomial logistic regression: one share per class. They add up to 1 and are the
// row's probabilities at the solution.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "models/internal/lane_packs.h"

namespace smartdesk::models {

// Replaces x by ω(x), the solution of ω + log ω = x, with a relative error of at most 1e-5. x below -80 counts as -80.
// A rough estimate and one step of Fritsch, Shafer and Crowley, "Algorithm 443: Solution of the Transcendental Equation
// w e^w = x", 1973, of fourth order.
template <std::size_t kLanes>
[[gnu::always_inline]] inline void take_omega(Pack<kLanes>& x) {
  using P = Pack<kLanes>;
  const P one = P{} + 1.0F, lowest = P{} - 80.0F;
  x = x > lowest ? x : lowest;
  const P large = x > one ? x : one;
  P logarithm = large, power = x > one ? one : x;
  take_logarithm<kLanes>(logarithm);
  exponentiate<kLanes>(power);
  P omega = x > one ? large - logarithm + logarithm / large : power / (1.0F + 0.76F * power);
  logarithm = omega;
  take_logarithm<kLanes>(logarithm);
  const P miss = x - omega - logarithm, next = omega + 1.0F;
  const P curve = 2.0F * next * (next + (2.0F / 3.0F) * miss);
  x = omega * (1.0F + miss * (curve - miss) / (next * (curve - 2.0F * miss)));
}

// Replaces shares p by p' = softmax(scores + pull * (p - p')): the row's best shares if only they change and a share
// that falls by 1 raises the score of its class by `pull`. All arrays are `packs` long. Newton's method on λ in the sum
// of ω(λ-shifted scores) = pull, from a start where it cannot overshoot. It may stop a little early; the shares then
// still add up to 1 and are closer to the solution than before.
template <std::size_t kLanes>
[[gnu::always_inline]] inline void settle_shares(const Pack<kLanes>* scores, std::size_t packs, float pull,
                                                 Pack<kLanes>* __restrict shares, Pack<kLanes>* __restrict scratch) {
  using P = Pack<kLanes>;
  constexpr int kSteps = 5;
  constexpr float kEnough = 1e-5F;
  const float log_pull = std::log(pull);
  float highest = -INFINITY;
  for (std::size_t b = 0; b < packs; ++b) {
    scratch[b] = scores[b] + pull * shares[b] + log_pull;
    highest = std::max(highest, highest_of<kLanes>(scratch[b]));
  }
  float shift = highest - pull - log_pull, sum = 0;
  for (int step = 0; step <= kSteps; ++step) {
    float slope = 0;
    sum = 0;
    for (std::size_t b = 0; b < packs; ++b) {
      P omega = scratch[b] - shift;
      take_omega<kLanes>(omega);
      shares[b] = omega;
      sum += sum_of<kLanes>(omega);
      omega = omega / (1.0F + omega);
      slope += sum_of<kLanes>(omega);
    }
    if (sum - pull < kEnough * pull) break;
    shift += (sum - pull) / slope;
  }
  for (std::size_t b = 0; b < packs; ++b) shares[b] /= sum;
}

}  // namespace smartdesk::models

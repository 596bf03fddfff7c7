#include "models/internal/softmax_shares.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "core/random.h"

namespace smartdesk::models {
namespace {

TEST(SoftmaxShares, SolveForOmega) {
  for (int step = 0; step < 11366; ++step) {
    const float x = step < 9416 ? -79 + 0.0137F * static_cast<float>(step) : static_cast<float>(step - 9366);
    Pack<4> omega = Pack<4>{} + x;
    take_omega<4>(omega);
    const double got = static_cast<double>(omega[2]);
    const double miss = got + std::log(got) - static_cast<double>(x);
    EXPECT_LT(std::abs(miss / (1 + got)), 1e-5) << x;  // the relative error of omega
  }
}

// The scores after the shares have changed; their softmax must be the shares.
std::vector<double> softmax_after(const Pack<8>* scores, float pull, const Pack<8>* before, const Pack<8>* after) {
  std::vector<double> all;
  for (std::size_t k = 0; k < 16; ++k) {
    const double moved = static_cast<double>(before[k / 8][k % 8]) - static_cast<double>(after[k / 8][k % 8]);
    all.push_back(std::exp(static_cast<double>(scores[k / 8][k % 8]) + static_cast<double>(pull) * moved));
  }
  const double total = std::accumulate(all.begin(), all.end(), 0.0);
  for (auto& share : all) share /= total;
  return all;
}

TEST(SoftmaxShares, SettleAtTheProbabilitiesOfTheResultingScores) {
  Random random(5);
  for (const float pull : {0.02F, 1.0F, 20.0F, 200.0F}) {
    for (int number = 0; number < 50; ++number) {
      Pack<8> scores[2], before[2]{}, scratch[2];
      for (std::size_t k = 0; k < 16; ++k) scores[k / 8][k % 8] = static_cast<float>(8 * random.uniform() - 4);
      before[0][3] = 1;
      Pack<8> after[2] = {before[0], before[1]};
      settle_shares<8>(scores, 2, pull, after, scratch);
      const auto expected = softmax_after(scores, pull, before, after);
      for (std::size_t k = 0; k < 16; ++k) {
        EXPECT_NEAR(static_cast<double>(after[k / 8][k % 8]), expected[k], 1e-3) << "pull " << pull << ", lane " << k;
      }
      EXPECT_NEAR(static_cast<double>(sum_of<8>(after[0]) + sum_of<8>(after[1])), 1, 1e-5);
    }
  }
}

}  // namespace
}  // namespace smartdesk::models

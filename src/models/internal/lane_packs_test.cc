#include "models/internal/lane_packs.h"

#include <gtest/gtest.h>

#include <cmath>

namespace smartdesk::models {
namespace {

TEST(LanePacks, ExponentiateAsTheStandardLibraryDoes) {
  for (int step = 0; step < 12700; ++step) {
    const float x = -86 + 0.0137F * static_cast<float>(step);
    Pack<8> pack = Pack<8>{} + x;
    exponentiate<8>(pack);
    const double exact = std::exp(static_cast<double>(x));
    EXPECT_NEAR(static_cast<double>(pack[5]) / exact, 1, 2e-7) << x;
  }
}

TEST(LanePacks, ClampLargeExponents) {
  Pack<4> pack{-1e30F, 1e30F, -87, 88};
  exponentiate<4>(pack);
  EXPECT_EQ(pack[0], pack[2]);
  EXPECT_EQ(pack[1], pack[3]);
  EXPECT_TRUE(std::isfinite(pack[1]));
}

TEST(LanePacks, TakeTheLogarithmAsTheStandardLibraryDoes) {
  for (int step = 0; step < 12555; ++step) {
    const double power = -86 + 0.0137 * step;
    Pack<16> pack = Pack<16>{} + static_cast<float>(std::exp(power));
    const double exact = std::log(static_cast<double>(pack[11]));
    take_logarithm<16>(pack);
    EXPECT_NEAR(static_cast<double>(pack[11]), exact, 2e-7 * std::max(1.0, std::abs(exact))) << power;
  }
}

TEST(LanePacks, AddUpAndFindTheHighestOfTheirLanes) {
  const Pack<4> pack{1, -2, 8, 3};
  EXPECT_EQ(sum_of<4>(pack), 10);
  EXPECT_EQ(highest_of<4>(pack), 8);
}

}  // namespace
}  // namespace smartdesk::models

#include "charts/numbers.h"

#include <gtest/gtest.h>

namespace smartdesk::charts {
namespace {

TEST(Numbers, GroupCountsByThousands) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1130), "1,130");
  EXPECT_EQ(count_text(-1234567), "-1,234,567");
}

TEST(Numbers, KeepADecimalOfSmallShares) {
  EXPECT_EQ(percent_text(0.314), "31\u00a0%");
  EXPECT_EQ(percent_text(0.0314), "3.1\u00a0%");
  EXPECT_EQ(percent_text(0), "0\u00a0%");
  EXPECT_EQ(percent_text(0.0999), "10\u00a0%");
}

TEST(Numbers, GiveAShareOfZeroOfNothing) { EXPECT_EQ(share_of(0, 0), 0); }

}  // namespace
}  // namespace smartdesk::charts

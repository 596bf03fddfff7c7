#include "core/clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace smartdesk {

TEST(UtcNow, IsAnIsoTimestampThatDoesNotRunBackwards) {
  const auto first = utc_now(), second = utc_now();
  EXPECT_THAT(first, testing::MatchesRegex("20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z"));
  EXPECT_LE(first, second);
}

}  // namespace smartdesk

#include "http/internal/rate_limiter.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace smartdesk::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(RateLimiter, AllowsABurstAndThenASteadyRate) {
  RateLimiter keeper(2, 3);
  const RateLimiter::Clock::time_point now(seconds(1000));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(keeper.seconds_to_wait("ann", now), 0);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now), 1);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now + milliseconds(500)), 0);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now + milliseconds(500)), 1);
}

TEST(RateLimiter, LimitsEachClientSeparately) {
  RateLimiter keeper(1, 1);
  const RateLimiter::Clock::time_point now(seconds(1000));
  EXPECT_EQ(keeper.seconds_to_wait("ann", now), 0);
  EXPECT_EQ(keeper.seconds_to_wait("bob", now), 0);
}

TEST(RateLimiter, SavesNoMoreTokensThanABurst) {
  RateLimiter keeper(1, 2);
  const RateLimiter::Clock::time_point now(seconds(1000)), later(seconds(2000));
  keeper.seconds_to_wait("ann", now);
  EXPECT_EQ(keeper.seconds_to_wait("ann", later), 0);
  EXPECT_EQ(keeper.seconds_to_wait("ann", later), 0);
  EXPECT_GT(keeper.seconds_to_wait("ann", later), 0);
}

TEST(RateLimiter, ForgetsQuietClientsWhenThereAreTooMany) {
  RateLimiter keeper(1, 1);
  const RateLimiter::Clock::time_point now(seconds(1000)), later(seconds(2000));
  for (std::size_t i = 0; i < RateLimiter::kMostClients; ++i) keeper.seconds_to_wait(std::to_string(i), now);
  keeper.seconds_to_wait("one more", now);
  EXPECT_GT(keeper.seconds_to_wait("another", now), 0) << "newcomers share one bucket";
  EXPECT_EQ(keeper.seconds_to_wait("a third", later), 0);
}

std::map<std::string, std::uint64_t> taken(RateLimiter& keeper) {
  std::map<std::string, std::uint64_t> taken;
  keeper.each_taken([&](const std::string& client, std::uint64_t tokens) { taken[client] += tokens; });
  return taken;
}

TEST(RateLimiter, ReportsTakenTokensOnce) {
  RateLimiter keeper(1, 2);
  const RateLimiter::Clock::time_point now(seconds(1000));
  for (int i = 0; i < 5; ++i) keeper.seconds_to_wait("ann", now);  // three are refused
  keeper.seconds_to_wait("bob", now);
  keeper.charge("carl", 1, now);
  EXPECT_EQ(taken(keeper), (std::map<std::string, std::uint64_t>{{"ann", 2}, {"bob", 1}}));
  EXPECT_TRUE(taken(keeper).empty());
}

TEST(RateLimiter, DeductsTokensTakenOnOtherServers) {
  RateLimiter keeper(1, 10);
  const RateLimiter::Clock::time_point now(seconds(1000));
  keeper.charge("ann", 9, now);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now), 0);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now), 1);
  EXPECT_EQ(keeper.seconds_to_wait("bob", now), 0);
}

TEST(RateLimiter, NeverOwesMoreThanABurst) {
  RateLimiter keeper(1, 10);
  const RateLimiter::Clock::time_point now(seconds(1000));
  keeper.charge("ann", 1000, now);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now), 11);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now + seconds(11)), 0);
}

}  // namespace
}  // namespace smartdesk::http

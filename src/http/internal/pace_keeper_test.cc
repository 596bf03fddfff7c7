#include "http/internal/pace_keeper.h"

#include <gtest/gtest.h>

namespace smartdesk {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(PaceKeeper, LetsABurstThroughAndThenSoManyASecond) {
  PaceKeeper keeper(2, 3);
  const PaceKeeper::Clock::time_point now(seconds(1000));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(keeper.seconds_to_wait("ann", now), 0);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now), 1);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now + milliseconds(500)), 0);
  EXPECT_EQ(keeper.seconds_to_wait("ann", now + milliseconds(500)), 1);
}

TEST(PaceKeeper, KeepsOnesHasteFromOthers) {
  PaceKeeper keeper(1, 1);
  const PaceKeeper::Clock::time_point now(seconds(1000));
  EXPECT_EQ(keeper.seconds_to_wait("ann", now), 0);
  EXPECT_EQ(keeper.seconds_to_wait("bob", now), 0);
}

TEST(PaceKeeper, SavesUpNoMoreThanItsBurst) {
  PaceKeeper keeper(1, 2);
  const PaceKeeper::Clock::time_point now(seconds(1000)), later(seconds(2000));
  keeper.seconds_to_wait("ann", now);
  EXPECT_EQ(keeper.seconds_to_wait("ann", later), 0);
  EXPECT_EQ(keeper.seconds_to_wait("ann", later), 0);
  EXPECT_GT(keeper.seconds_to_wait("ann", later), 0);
}

TEST(PaceKeeper, ForgetsQuietClientsWhenThereAreTooMany) {
  PaceKeeper keeper(1, 1);
  const PaceKeeper::Clock::time_point now(seconds(1000)), later(seconds(2000));
  for (std::size_t i = 0; i < PaceKeeper::kMostClients; ++i) keeper.seconds_to_wait(std::to_string(i), now);
  keeper.seconds_to_wait("one more", now);
  EXPECT_GT(keeper.seconds_to_wait("another", now), 0) << "newcomers share one bucket";
  EXPECT_EQ(keeper.seconds_to_wait("a third", later), 0);
}

}  // namespace
}  // namespace smartdesk

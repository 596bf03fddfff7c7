#include "core/parallel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <vector>

namespace smartdesk {

TEST(ParallelFor, VisitsEveryIndexOnceForAnyNumberOfThreads) {
  for (const int threads : {1, 2, 7}) {
    std::vector<int> visits(1000, 0);
    parallel_for(visits.size(), threads, [&](std::size_t i) { ++visits[i]; });
    EXPECT_EQ(visits, std::vector<int>(1000, 1));
  }
}

TEST(ParallelFor, DoesNothingForACountOfZero) {
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, RethrowsTheFirstExceptionToTheCaller) {
  EXPECT_THROW(parallel_for(100, 3,
                            [](std::size_t i) {
                              if (i == 17) throw std::runtime_error("seventeen");
                            }),
               std::runtime_error);
}

TEST(ParallelInOrder, DeliversInOrderAndOneAtATime) {
  for (const int threads : {1, 2, 7}) {
    std::vector<std::size_t> delivered;
    std::atomic<int> delivering{0};
    parallel_in_order(
        1000, threads, [](std::size_t, std::size_t) {},
        [&](std::size_t i) {
          EXPECT_EQ(++delivering, 1);
          delivered.push_back(i);
          --delivering;
        });
    ASSERT_EQ(delivered.size(), 1000U);
    EXPECT_TRUE(std::is_sorted(delivered.begin(), delivered.end()));
  }
}

TEST(ParallelInOrder, GivesBodiesThatRunAtTheSameTimeDifferentWorkers) {
  std::vector<std::atomic<int>> running(3);
  parallel_in_order(
      1000, 3,
      [&](std::size_t, std::size_t worker) {
        EXPECT_EQ(++running.at(worker), 1);
        --running[worker];
      },
      [](std::size_t) {});
}

TEST(ParallelInOrder, DeliversOnlyAfterTheBodyIsDone) {
  std::vector<std::atomic<bool>> is_done(500);
  parallel_in_order(
      is_done.size(), 3, [&](std::size_t i, std::size_t) { is_done[i] = true; },
      [&](std::size_t i) { EXPECT_TRUE(is_done[i]); });
}

TEST(ParallelInOrder, StopsAtAnExceptionFromEitherFunction) {
  const auto throws_at = [](std::size_t at) {
    return [at](std::size_t i) {
      if (i == at) throw std::runtime_error("here");
    };
  };
  std::vector<std::size_t> delivered;
  const auto deliver = [&](std::size_t i) { delivered.push_back(i); };
  EXPECT_THROW(
      parallel_in_order(100, 3, [&](std::size_t i, std::size_t) { throws_at(17)(i); }, deliver), std::runtime_error);
  EXPECT_LE(delivered.size(), 17U);
  EXPECT_THROW(parallel_in_order(100, 3, [](std::size_t, std::size_t) {}, throws_at(17)), std::runtime_error);
}

}  // namespace smartdesk

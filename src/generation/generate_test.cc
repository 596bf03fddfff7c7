#include "generation/generate.h"

#include <gmock/gmock.h>

#include <set>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "text/leaked_reasoning.h"
#include "text/near_duplicates.h"

namespace smartdesk::generation {
namespace {

class GenerateTest : public ScratchFiles {
 protected:
  std::string file_of(int threads) const {
    smartdesk::Run run;
    run.threads = threads;
    generate({500, 3, path("t.csv")}, run);
    return read("t.csv");
  }
};

TEST_F(GenerateTest, WritesTheSameFileForAnyNumberOfThreads) { EXPECT_EQ(file_of(1), file_of(3)); }

TEST(TicketGenerator, MakesTheSameTicketForTheSameNumberAndSeed) {
  const TicketGenerator first(7), again(7), other(8);
  EXPECT_EQ(first.make(41).body, again.make(41).body);
  EXPECT_NE(first.make(41).body, other.make(41).body);
  EXPECT_NE(first.make(41).body, first.make(42).body);
}

TEST(TicketGenerator, CoversEveryPairOfLabels) {
  const TicketGenerator generator(1);
  std::set<std::string> pairs;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const auto t = generator.make(i);
    pairs.insert(t.category + "/" + t.urgency);
    pairs.insert(t.category + "/" + t.sentiment);
    pairs.insert(t.urgency + "/" + t.sentiment);
  }
  EXPECT_EQ(pairs.size(), 24U + 24U + 9U);
}

TEST(TicketGenerator, RarelyRepeatsATextAndLeaksNoReasoning) {
  const TicketGenerator generator(1);
  text::NearDuplicates seen;
  int repeats = 0;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const auto t = generator.make(i);
    ASSERT_FALSE(t.body.empty());
    ASSERT_FALSE(t.summary.empty());
    EXPECT_FALSE(text::find_leaked_reasoning(t.subject + "\n" + t.body)) << t.body;
    repeats += seen.match_or_add(t.subject + "\n" + t.body).has_value();
  }
  EXPECT_LT(repeats, 50);
}

}  // namespace
}  // namespace smartdesk::generation

#include "llm/reply_cache.h"

#include <gtest/gtest.h>

#include "support/scratch_files.h"

namespace smartdesk::llm {
namespace {

class ReplyCacheTest : public ScratchFiles {};

TEST_F(ReplyCacheTest, FindsStoredRepliesInALaterRun) {
  {
    ReplyCache cache(path("folder/cache"));
    EXPECT_FALSE(cache.find("question"));
    cache.store("question", "answer");
    cache.store("question", "better answer");
    EXPECT_EQ(cache.find("question"), "better answer");
  }
  EXPECT_EQ(ReplyCache(path("folder/cache")).find("question"), "better answer");
  EXPECT_EQ(ReplyCache(path("folder/cache")).size(), 1U);
}

TEST_F(ReplyCacheTest, IgnoresADamagedReply) {
  ReplyCache cache(path("cache"));
  cache.store("question", "answer");
  auto bytes = read("cache");
  bytes[bytes.size() - 2] = 'X';
  write("cache", bytes);
  EXPECT_FALSE(cache.find("question"));
  EXPECT_FALSE(ReplyCache(path("cache")).find("question"));
}

TEST_F(ReplyCacheTest, StoresNothingWithoutAFile) {
  ReplyCache cache("");
  cache.store("question", "answer");
  EXPECT_FALSE(cache.find("question"));
}

}  // namespace
}  // namespace smartdesk::llm

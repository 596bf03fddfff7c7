#include "models/training_texts.h"

#include <gmock/gmock.h>

#include <numeric>

#include "core/error.h"

namespace smartdesk::models {
namespace {

TEST(TrainingTexts, RecogniseWhatTheyWereMadeFrom) {
  const TrainingTexts texts({30, 10, 20, 10});
  EXPECT_TRUE(texts.contains(10));
  EXPECT_TRUE(texts.contains(30));
  EXPECT_FALSE(texts.contains(15));
  EXPECT_FALSE(texts.is_empty());
  EXPECT_TRUE(texts.is_complete());
  EXPECT_TRUE(TrainingTexts().is_empty());
  EXPECT_FALSE(TrainingTexts().contains(0));
}

TEST(TrainingTexts, AreTheSameInAnyOrderAndComeBackFromTheirBytes) {
  const auto bytes = TrainingTexts({30, 10, 20, 10}).to_bytes();
  EXPECT_EQ(bytes, TrainingTexts({10, 20, 30}).to_bytes());
  ASSERT_EQ(bytes.size(), 24U);
  const auto kept = std::make_shared<const std::vector<std::uint64_t>>(std::vector<std::uint64_t>{10, 20, 30});
  const std::string_view stored(reinterpret_cast<const char*>(kept->data()), 24);
  const auto texts = TrainingTexts::from_bytes(stored, kept);
  EXPECT_TRUE(texts.contains(20));
  EXPECT_FALSE(texts.contains(21));
  EXPECT_THROW(TrainingTexts::from_bytes(stored.substr(0, 23), kept), Error);
}

TEST(TrainingTexts, KeepTheLowestOfMoreThanAMillion) {
  std::vector<std::uint64_t> hashes(TrainingTexts::kMost + 5);
  std::iota(hashes.rbegin(), hashes.rend(), 1U);
  const TrainingTexts texts(std::move(hashes));
  EXPECT_TRUE(texts.contains(1));
  EXPECT_TRUE(texts.contains(TrainingTexts::kMost));
  EXPECT_FALSE(texts.contains(TrainingTexts::kMost + 1));
  EXPECT_FALSE(texts.is_complete());
}

}  // namespace
}  // namespace smartdesk::models

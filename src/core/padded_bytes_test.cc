#include "core/padded_bytes.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <vector>

#include "core/error.h"

namespace smartdesk {
namespace {

using namespace std::string_view_literals;

TEST(PaddedBytes, ReadsBackWhatWasAppended) {
  std::string bytes;
  const std::vector<std::uint32_t> numbers{1, 2, 0xFFFFFFFF};
  const double one = 0.5;
  append_padded(bytes, "abc"sv);
  append_padded(bytes, std::span<const std::uint32_t>(numbers));
  append_padded(bytes, std::span(&one, 1));
  EXPECT_EQ(bytes.size(), 8U + 16U + 8U);
  PaddedReader reader(bytes, "damaged");
  const auto text = reader.take<char>(3);
  EXPECT_EQ(std::string_view(text.data(), text.size()), "abc");
  const auto read = reader.take<std::uint32_t>(3);
  EXPECT_EQ(std::vector(read.begin(), read.end()), numbers);
  EXPECT_EQ(reader.take<double>(1)[0], one);
  EXPECT_TRUE(reader.is_empty());
  EXPECT_TRUE(reader.take<double>(0).empty());
}

TEST(PaddedBytes, ThrowsInsteadOfReadingPastTheEnd) {
  const std::array<std::uint64_t, 2> words{};
  const std::string_view bytes(reinterpret_cast<const char*>(words.data()), 13);  // the last array lacks its padding
  EXPECT_THROW(PaddedReader(bytes, "damaged").take<std::uint64_t>(2), Error);
  EXPECT_THROW(PaddedReader(bytes, "damaged").take<char>(13), Error);
  EXPECT_THROW(PaddedReader(bytes, "damaged").take<char>(14), Error);
  EXPECT_THROW(PaddedReader(bytes, "damaged").take<std::uint64_t>(std::numeric_limits<std::uint64_t>::max()), Error);
  EXPECT_THROW(PaddedReader(bytes.substr(1), "damaged"), Error);
  try {
    PaddedReader(bytes, "the file is damaged").take<std::uint64_t>(2);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_STREQ(error.what(), "the file is damaged");
  }
}

}  // namespace
}  // namespace smartdesk

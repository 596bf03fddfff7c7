#include "charts/picture.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace smartdesk::charts {
namespace {

// Big-endian number in a PNG's header.
int header_number(const std::string& bytes, std::size_t at) {
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value * 256 + static_cast<unsigned char>(bytes[i]);
  return value;
}

constexpr std::string_view kSquare =
    R"(<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="red"/></svg>)";

TEST(Picture, HasTheSizeOfTheDrawingTimesTheScale) {
  const auto bytes = png(kSquare, 2);
  EXPECT_EQ(bytes.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(header_number(bytes, 16), 60);
  EXPECT_EQ(header_number(bytes, 20), 40);
}

TEST(Picture, ThrowsWithAReasonIfTheInputIsNoSvg) {
  try {
    png("<svg", 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kFailed);
    EXPECT_NE(std::string(error.what()).find("PNG"), std::string::npos);
  }
}

}  // namespace
}  // namespace smartdesk::charts

#include "formats/internal/spreadsheet/compound_file.h"

#include <gtest/gtest.h>

#include "files/input_file.h"

namespace smartdesk::formats {
namespace {

std::string sample() {
  return files::InputFile::open(SMARTDESK_SOURCE_DIR "/src/formats/testdata/tickets.xls").read_all();
}

TEST(CompoundFile, HasStreamsByName) {
  const auto stream = stream_in_compound_file(sample(), "Workbook");
  ASSERT_TRUE(stream);
  EXPECT_TRUE(stream->starts_with("\x09\x08"));
  EXPECT_FALSE(stream_in_compound_file(sample(), "EncryptedPackage"));
  EXPECT_FALSE(stream_in_compound_file("no compound file", "Workbook"));
}

TEST(CompoundFile, SurvivesAnyCutAndAnyWrongByteInItsTables) {
  const auto whole = sample();
  for (std::size_t length = 0; length < whole.size(); length += 37) {
    stream_in_compound_file(std::string_view(whole).substr(0, length), "Workbook");
  }
  for (std::size_t at = 8; at < whole.size(); at += 3) {
    auto wrong = whole;
    wrong[at] = static_cast<char>(wrong[at] ^ 0x81);
    const auto stream = stream_in_compound_file(wrong, "Workbook");
    EXPECT_LE(stream.value_or("").size(), 2 * whole.size());
  }
}

}  // namespace
}  // namespace smartdesk::formats

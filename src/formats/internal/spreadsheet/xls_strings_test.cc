#include "formats/internal/spreadsheet/xls_strings.h"

#include <gtest/gtest.h>

namespace smartdesk::formats {
namespace {

using namespace std::string_view_literals;

TEST(XlsRecord, ReadsNumbersAcrossTheParts) {
  XlsRecord record({"\x01\x02"sv, "\x03\x04\x05"sv});
  EXPECT_EQ(record.number(1), 1U);
  EXPECT_EQ(record.number(2), 0x0302U);
  record.skip(1);
  EXPECT_FALSE(record.at_end());
  EXPECT_EQ(record.number(4), 5U);
  EXPECT_TRUE(record.at_end());
  EXPECT_EQ(record.number(8), 0U);
}

TEST(XlsRecord, ReadsTextsOfOneAndTwoBytesPerCharacter) {
  EXPECT_EQ(XlsRecord({"\x00Gr\xFC\xDF"sv}).text(4), "Grüß");
  EXPECT_EQ(XlsRecord({"\x01\xD4\x8F\x3D\xD8\x00\xDE\x00\xD8"sv}).text(4), "返😀\uFFFD");
}

TEST(XlsRecord, GoesOnWithAnotherWidthInTheNextPart) {
  XlsRecord record({"\x00ma"sv, "\x01r\x00\x13\x27"sv});
  EXPECT_EQ(record.text(4), "mar✓");
  EXPECT_TRUE(record.at_end());
}

TEST(XlsRecord, PassesOverFormatsAndReadingAids) {
  XlsRecord record(
      {"\x0C\x01\x00\x02\x00\x00\x00"
       "ab____--next"sv});
  EXPECT_EQ(record.text(2), "ab");
  EXPECT_EQ(record.bytes(100), "next");
}

TEST(XlsRecord, EndsAtTheEndOfACutRecord) {
  EXPECT_EQ(XlsRecord({"\x00"
                       "ab"sv})
                .text(60'000),
            "ab");
  EXPECT_EQ(XlsRecord({}).text(5), "");
}

}  // namespace
}  // namespace smartdesk::formats

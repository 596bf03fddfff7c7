#include "formats/internal/spreadsheet/sheet_number.h"

#include <gmock/gmock.h>

namespace smartdesk::formats {
namespace {

std::string shown(double value, std::string_view code, DateSystem system = DateSystem::k1900) {
  return number_text(value, number_format(code), system);
}

TEST(SheetNumber, WritesNumbersAsShortAsPossible) {
  EXPECT_EQ(shown(4711, "General"), "4711");
  EXPECT_EQ(shown(0.1, "0.00"), "0.1");
  EXPECT_EQ(shown(-12.5, "#,##0.00 [Red]"), "-12.5");
  EXPECT_EQ(shown(123456789012345, "0"), "123456789012345");
  EXPECT_EQ(shown(42, "00000"), "00042");
}

TEST(SheetNumber, KnowsDatesByTheirFormat) {
  EXPECT_EQ(shown(46086, "yyyy-mm-dd"), "2026-03-05");
  EXPECT_EQ(shown(46086, "d/m"), "2026-03-05");
  EXPECT_EQ(shown(46086.604166666664, "dd/mm/yyyy hh:mm"), "2026-03-05T14:30:00");
  EXPECT_EQ(shown(46086, "[$-409]m/d/yy h:mm AM/PM;@"), "2026-03-05T00:00:00");
  EXPECT_EQ(shown(46086.604166666664, "mmm yyyy"), "2026-03-05T14:30:00");
  EXPECT_EQ(shown(46086.9999999999, "yyyy-mm-dd"), "2026-03-06");
}

TEST(SheetNumber, IsNotMisledByLettersThatAreShownAsTheyAre) {
  EXPECT_EQ(shown(5, "0 \"days\""), "5");
  EXPECT_EQ(shown(5, "[Red]0"), "5");
  EXPECT_EQ(shown(5, "0\\d"), "5");
  EXPECT_EQ(shown(5, "0;yyyy"), "5");
}

TEST(SheetNumber, WritesTimesAndDurations) {
  EXPECT_EQ(shown(0.604166666666667, "h:mm"), "14:30:00");
  EXPECT_EQ(shown(1.552083333333333, "[h]:mm:ss"), "37:15:00");
}

TEST(SheetNumber, CountsFrom1900WithoutItsLeapDayOrFrom1904) {
  EXPECT_EQ(shown(1, "yyyy-mm-dd"), "1900-01-01");
  EXPECT_EQ(shown(59, "yyyy-mm-dd"), "1900-02-28");
  EXPECT_EQ(shown(60, "yyyy-mm-dd"), "60");
  EXPECT_EQ(shown(61, "yyyy-mm-dd"), "1900-03-01");
  EXPECT_EQ(shown(44624, "yyyy-mm-dd", DateSystem::k1904), "2026-03-05");
  EXPECT_EQ(shown(-1, "yyyy-mm-dd"), "-1");
  EXPECT_EQ(shown(1e300, "yyyy-mm-dd"), "1e+300");
}

TEST(SheetNumber, KnowsTheBuiltInFormats) {
  for (const unsigned id : {14U, 17U, 22U, 27U, 57U}) EXPECT_TRUE(built_in_number_format(id).has_date) << id;
  for (const unsigned id : {18U, 21U, 22U, 45U, 46U, 47U}) EXPECT_TRUE(built_in_number_format(id).has_time) << id;
  for (const unsigned id : {0U, 1U, 4U, 9U, 11U, 37U, 44U, 48U, 49U}) {
    EXPECT_FALSE(built_in_number_format(id).has_date || built_in_number_format(id).has_time) << id;
  }
}

}  // namespace
}  // namespace smartdesk::formats

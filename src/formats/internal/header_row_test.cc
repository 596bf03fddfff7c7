#include "formats/internal/header_row.h"

#include <gtest/gtest.h>

#include <vector>

namespace smartdesk::formats {
namespace {

TEST(HeaderRow, IsTheFirstRowUnlessTitlesStandAboveIt) {
  const std::vector<RowShape> plain{{3, 3, true, false}, {3, 3, false, false}, {3, 3, false, false}};
  EXPECT_EQ(header_row(plain, "a,b,c"), 0U);
  const std::vector<RowShape> titled{
      {3, 1, true, false}, {3, 2, true, true}, {3, 3, true, false}, {3, 3, false, false}};
  EXPECT_EQ(header_row(titled, "Report"), 2U);
}

TEST(HeaderRow, IsNotBelowAOneWordHeaderOfATableOfOneColumn) {
  const std::vector<RowShape> prose{{1, 1, true, false}, {2, 2, true, false}, {2, 2, true, false}};
  EXPECT_EQ(header_row(prose, "text"), 0U);
}

TEST(HeaderRow, DoesNotTakeNumbersAndProseForNames) {
  EXPECT_TRUE(can_be_name("Created at"));
  EXPECT_TRUE(can_be_name(""));
  EXPECT_FALSE(can_be_name("2026-03-05"));
  EXPECT_FALSE(can_be_name(" and then"));
}

}  // namespace
}  // namespace smartdesk::formats

#include "formats/internal/spreadsheet/cell_place.h"

#include <gtest/gtest.h>

namespace smartdesk::formats {
namespace {

TEST(CellPlace, ReadsAndWritesNames) {
  for (const char* name : {"A1", "B3", "Z9", "AA10", "XFD1048576"}) {
    const auto place = cell_place(name);
    ASSERT_TRUE(place) << name;
    EXPECT_EQ(place_name(place->row, place->column), name);
  }
  EXPECT_EQ(cell_place("$B$3")->column, 1U);
}

TEST(CellPlace, RefusesWhatIsNoName) {
  for (const char* name : {"", "A", "1", "1A", "A-1", "A1:B2", "AAAAAAAAAAAAAAAA1", "A99999999999999999999"}) {
    EXPECT_FALSE(cell_place(name)) << name;
  }
}

}  // namespace
}  // namespace smartdesk::formats

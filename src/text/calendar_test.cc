#include "text/calendar.h"

#include <gtest/gtest.h>

#include <vector>

namespace smartdesk::text {
namespace {

std::string read(std::string_view text, std::vector<std::string_view> column = {}) {
  column.push_back(text);
  const auto day = DayReader(column).read(text);
  return day ? iso_date(*day) : "none";
}

TEST(Calendar, ReadsTheFormsThatExportsUse) {
  for (const auto* text :
       {"2026-03-01", "2026-03-01T09:30:00Z", "2026-03-01 09:30:00.123", "2026/3/1", "20260301", "20260301T0930",
        "01-03-2026 09.30", "01.03.2026, 09:30", "03/01/2026 9:30 AM", "Sun, 1 Mar 2026 09:30:00 +0100",
        "Sun Mar 01 09:30:00 +0000 2026", "March 1, 2026", "1772357400", "1772357400000"}) {
    EXPECT_EQ(read(text), "2026-03-01") << text;
  }
}

TEST(Calendar, DecidesByTheColumnWhetherDaysOrMonthsComeFirst) {
  EXPECT_EQ(read("03/01/2026"), "2026-03-01");
  EXPECT_EQ(read("03/01/2026", {"25/01/2026"}), "2026-01-03");
  EXPECT_EQ(read("03-01-2026"), "2026-01-03");
  EXPECT_EQ(read("03-01-2026", {"01-25-2026"}), "2026-03-01");
}

TEST(Calendar, ReadsNothingFromWhatIsNoDay) {
  for (const auto* text :
       {"", "yesterday", "2026-02-30", "2026-13-01", "0001-01-01", "12", "99999999", "Mar", "5 Mar"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
}

TEST(Calendar, AssignsWeeksToTheYearOfTheirThursday) {
  const auto week = [](std::string_view date) { return iso_week(*DayReader({}).read(date)); };
  EXPECT_EQ(week("2026-01-01"), "2026-W01");
  EXPECT_EQ(week("2027-01-03"), "2026-W53");
  EXPECT_EQ(week("2024-12-30"), "2025-W01");
  EXPECT_EQ(iso_date(monday_of(*DayReader({}).read("2026-03-01"))), "2026-02-23");
}

}  // namespace
}  // namespace smartdesk::text

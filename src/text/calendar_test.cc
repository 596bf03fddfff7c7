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

std::string time_of(std::string_view text) { return DayReader(DateOrderVotes()).read_time(text).value_or("none"); }

std::string_view order_of(const std::vector<std::string_view>& column) {
  DateOrderVotes votes;
  for (const auto text : column) votes.add(text);
  return votes.name();
}

TEST(Calendar, ReadsTheFormsThatExportsUse) {
  for (const auto* text :
       {"2026-03-01", "2026-03-01T09:30:00Z", "2026-03-01 09:30:00.123", "2026/3/1", "20260301", "20260301T0930",
        "01-03-2026 09.30", "01.03.2026, 09:30", "03/01/2026 9:30 AM", "Sun, 1 Mar 2026 09:30:00 +0100",
        "Sun Mar 01 09:30:00 +0000 2026", "March 1, 2026", "1772357400", "1772357400000"}) {
    EXPECT_EQ(read(text), "2026-03-01") << text;
  }
}

TEST(Calendar, ReadsMonthsByNameInSevenLanguages) {
  for (const auto* text : {"01-Mar-2026 14:22:11", "1. März 2026", "1er mars 2026", "1 de marzo de 2026",
                           "1 de março de 2026", "1 marzo 2026", "1 maart 2026", "01/Mar/26 2:22 PM", "2026-Mar-01",
                           "mar. 1 mars 2026", "Sunday, March 1st, 2026 at 2:22 PM", "2026年3月1日 14:22"}) {
    EXPECT_EQ(read(text), "2026-03-01") << text;
  }
  EXPECT_EQ(read("mar. 3 févr. 2026"), "2026-02-03");
}

TEST(Calendar, ReadsYearsOfTwoDigits) {
  EXPECT_EQ(read("3/1/26 2:22 PM"), "2026-03-01");
  EXPECT_EQ(read("01.03.26"), "2026-03-01");
  EXPECT_EQ(read("01.03.98"), "1998-03-01");
}

TEST(Calendar, ReadsNumbersSince1970AndSpreadsheetSerials) {
  for (const auto* text : {"1772375400", "1772375400.25", "1772375400000", "1772375400000000", "1772375400000000000"})
    EXPECT_EQ(time_of(text), "2026-03-01T14:30:00Z") << text;
  EXPECT_EQ(time_of("46082.59874"), "2026-03-01T14:22:11");
  EXPECT_EQ(time_of("46082,5"), "2026-03-01T12:00:00");
  EXPECT_EQ(time_of("46082"), "2026-03-01");
}

TEST(Calendar, StoresTimesInUtcWhereAZoneIsNamed) {
  EXPECT_EQ(time_of("2026-03-01T14:22:11+01:00"), "2026-03-01T13:22:11Z");
  EXPECT_EQ(time_of("2026-03-01T23:30:00-05:00"), "2026-03-02T04:30:00Z");
  EXPECT_EQ(time_of("Mar 1, 2026 3:00 PM CET"), "2026-03-01T14:00:00Z");
  EXPECT_EQ(time_of("Mar 1, 2026 3:00 PM PST"), "2026-03-01T23:00:00Z");
  EXPECT_EQ(time_of("2026-07-01 15:00 Europe/Berlin"), "2026-07-01T13:00:00Z");
  EXPECT_EQ(time_of("Sun Mar 01 2026 09:30:00 GMT+0100 (Central European Standard Time)"), "2026-03-01T08:30:00Z");
  EXPECT_EQ(time_of("01.03.2026 14:05"), "2026-03-01T14:05:00");
  EXPECT_EQ(time_of("2026-03-01 24:00"), "2026-03-02T00:00:00");
  EXPECT_EQ(time_of("2026-03-01 at night"), "2026-03-01");
}

TEST(Calendar, NamesTheOrderOfAColumn) {
  EXPECT_EQ(order_of({"01/03/2026", "05/03/2026"}), "ambiguous");
  EXPECT_EQ(order_of({"01-03-2026"}), "ambiguous");
  EXPECT_EQ(order_of({"01/03/2026", "13/03/2026"}), "dmy");
  EXPECT_EQ(order_of({"01/03/2026", "03/13/2026"}), "mdy");
  EXPECT_EQ(order_of({"01.03.2026"}), "dmy");
  EXPECT_EQ(order_of({"2026-03-01", "2026-03-02", "1 Mar 2026"}), "ymd");
  EXPECT_EQ(order_of({"Mar 1, 2026"}), "mdy");
  EXPECT_EQ(order_of({"", "never"}), "");
}

TEST(Calendar, ObeysTheOrderOfTheUser) {
  DateOrderVotes votes;
  votes.add("03/13/2026");
  EXPECT_EQ(iso_date(*DayReader(votes, DateOrder::kDayMonthYear).read("01/03/2026")), "2026-03-01");
  EXPECT_EQ(DayReader(votes, DateOrder::kDayMonthYear).read("03/13/2026"), std::nullopt);
  EXPECT_EQ(iso_date(*DayReader(votes, DateOrder::kMonthDayYear).read("01.03.2026")), "2026-01-03");
  EXPECT_EQ(iso_date(*DayReader(votes, DateOrder::kYearMonthDay).read("26/03/01")), "2026-03-01");
  EXPECT_EQ(date_order_named("dmy"), DateOrder::kDayMonthYear);
  EXPECT_EQ(date_order_named("dym"), std::nullopt);
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
  const auto week = [](std::string_view date) { return iso_week(*DayReader(DateOrderVotes()).read(date)); };
  EXPECT_EQ(week("2026-01-01"), "2026-W01");
  EXPECT_EQ(week("2027-01-03"), "2026-W53");
  EXPECT_EQ(week("2024-12-30"), "2025-W01");
  EXPECT_EQ(iso_date(monday_of(*DayReader(DateOrderVotes()).read("2026-03-01"))), "2026-02-23");
}

}  // namespace
}  // namespace smartdesk::text

#include "text/internal/date_text.h"

#include <gtest/gtest.h>

#include <string>

namespace smartdesk::text {
namespace {

using Form = DateText::Form;

std::array<int, 3> numbers_of(std::string_view text, Form form) {
  const auto date = parse_date(text);
  EXPECT_TRUE(date && date->form == form) << text;
  return date ? date->numbers : std::array<int, 3>{};
}

int minute_of_day(std::string_view text) {
  const auto date = parse_date(text);
  if (!date || !date->time_of_day) return -1;
  return static_cast<int>(std::chrono::floor<std::chrono::minutes>(*date->time_of_day).count());
}

TEST(DateText, KeepsTheOrderOfNumbers) {
  EXPECT_EQ(numbers_of("2026-03-01", Form::kYearFirst), (std::array{2026, 3, 1}));
  EXPECT_EQ(numbers_of("Sat 03/01/26", Form::kNumbers), (std::array{3, 1, 26}));
  EXPECT_EQ(numbers_of("01-Mar-2026", Form::kDayFirst), (std::array{1, 3, 2026}));
  EXPECT_EQ(numbers_of("Mar 1, 2026", Form::kMonthFirst), (std::array{3, 1, 2026}));
  EXPECT_EQ(parse_date("3.1.26")->separator, '.');
  EXPECT_FALSE(parse_date("3.1.26")->has_four_digits);
}

TEST(DateText, FindsTheTimeOfDay) {
  for (const auto* text :
       {"2026-03-01T14:22:11.123Z", "2026-03-01 14:22", "20260301T142211Z", "20260301142211", "01.03.2026 14.22",
        "01.03.2026, 14:22 Uhr", "01/03/2026 à 14h22", "3/1/26 2:22 PM", "3/1/26 2:22\u202Fp.m.", "12/Mar/24 2:22 PM",
        "Sun Mar 01 14:22:11 +0000 2026", "14:22 on 1 March 2026"}) {
    EXPECT_EQ(minute_of_day(text), 14 * 60 + 22) << text;
  }
  EXPECT_EQ(minute_of_day("3/1/26 12:05 AM"), 5);
  EXPECT_EQ(minute_of_day("3/1/26 12:05 PM"), 12 * 60 + 5);
  EXPECT_EQ(minute_of_day("1 Mar 2026 2 PM"), 14 * 60);
  EXPECT_EQ(minute_of_day("2026-03-01"), -1);
}

TEST(DateText, FindsTheZone) {
  EXPECT_EQ(parse_date("Mar 1, 2026 3:00 PM CET")->zone, "CET");
  EXPECT_EQ(parse_date("2026-03-01 15:00 Europe/Berlin")->zone, "Europe/Berlin");
  for (const auto* text : {"2026-03-01T15:00+05:30", "2026-03-01 15:00:00 +0530", "2026-03-01 15:00 GMT+5:30"})
    EXPECT_EQ(parse_date(text)->ahead_of_utc, std::chrono::minutes(330)) << text;
  EXPECT_EQ(parse_date("2026-03-01T15:00-03")->ahead_of_utc, std::chrono::minutes(-180));
}

TEST(DateText, LeavesOutTimesAndZonesThatCannotBe) {
  for (const auto* text : {"2026-03-01 25:00", "20260301990000", "2026-03-01 9999"})
    EXPECT_EQ(minute_of_day(text), -1) << text;
  for (const auto* text : {"3/1/26 2:22 PM-1272375", "2026-03-01 14:22 +99:00", "2026-03-01 14:22 -9900"})
    EXPECT_EQ(parse_date(text)->ahead_of_utc, std::nullopt) << text;
}

TEST(DateText, ReadsNothingFromOtherTexts) {
  for (const std::string text :
       {"", "   ", "yesterday", "12", "5 Mar", "Mar", "14:22:11", "1.2", "99999999999", "----"})
    EXPECT_FALSE(parse_date(text)) << text;
  EXPECT_FALSE(parse_date(std::string(1000, '1')));
  EXPECT_FALSE(parse_date(std::string(99, '1') + "/"));
}

}  // namespace
}  // namespace smartdesk::text

// What a text says about a date, before it is known whether its day or its month comes first.

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace smartdesk::text {

struct DateText {
  enum class Form {
    kYearFirst,  // numbers: year, month, day
    kNumbers,    // three numbers as written, like 03/01/2026 or 1.3.26
    kDayFirst,   // numbers: day, month, year; the month was a word
    kMonthFirst,
    kInstant,  // numbers: nothing
  };
  Form form = Form::kYearFirst;
  std::array<int, 3> numbers{};
  char separator = '\0';              // kNumbers: between them
  bool has_four_digits = true;        // whether the year is written in full; else 26 is 2026 and 98 is 1998
  std::chrono::sys_seconds moment{};  // kInstant: seconds since 1970, and spreadsheets' serial numbers
  bool is_utc = false;                // kInstant: serial numbers have no zone
  std::optional<std::chrono::seconds> time_of_day;   // empty: there is none
  std::string_view zone;                             // by name: CET, Europe/Berlin
  std::optional<std::chrono::minutes> ahead_of_utc;  // as a number: +01:00
};

// nullopt: no known form. Numbers are not checked: there may be a 31st of February. Views into text. Pure; no
// allocation.
std::optional<DateText> parse_date(std::string_view text);

}  // namespace smartdesk::text

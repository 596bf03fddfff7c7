// What a number in a cell means: spreadsheets keep dates as numbers, and only the number format tells.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smartdesk::formats {

struct NumberFormat {
  bool has_date = false, has_time = false;
  bool is_duration = false;      // [h]:mm, hours may exceed 23
  std::size_t least_digits = 0;  // of "00000": 42 is shown as 00042
};

// code: as in ECMA-376, 18.8.31, such as `dd/mm/yyyy hh:mm` or `[$-409]d-mmm;@`. Only the part for positive numbers
// counts.
NumberFormat number_format(std::string_view code);

// The formats that every Excel file has without naming them (ECMA-376, 18.8.30; 27 to 36 and 50 to 58 are the dates of
// the Chinese, Japanese and Korean Excel).
NumberFormat built_in_number_format(unsigned id);

enum class DateSystem { k1900, k1904 };

// "2026-03-05", "2026-03-05T14:30:00", "14:30:00" (no day), "37:15:00" (a duration); a number as short as it can be
// without loss, as digits below 10^15. A date outside of the years 1900 to 9999 is written as a number. Seconds are
// rounded. Pure.
std::string number_text(double value, const NumberFormat& format, DateSystem system);

}  // namespace smartdesk::formats

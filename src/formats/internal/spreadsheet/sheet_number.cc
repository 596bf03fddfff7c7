#include "formats/internal/spreadsheet/sheet_number.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>

#include "text/ascii.h"

namespace smartdesk::formats {
namespace {

constexpr std::int64_t kDay = 86'400;

// What follows a letter that is not shown by itself: of `\d` and `_d` the d, of `"days"` and `[Red]` up to the end.
std::size_t end_of_literal(std::string_view code, std::size_t at) {
  const auto behind = [&](char end) {
    const auto found = code.find(end, at + 1);
    return found == std::string_view::npos ? code.size() : found + 1;
  };
  switch (code[at]) {
    case '"':
      return behind('"');
    case '[':
      return behind(']');
    case '\\':
    case '_':
    case '*':
      return at + 2;
    default:
      return at;
  }
}

bool is_elapsed(std::string_view bracket) {
  return bracket.size() >= 3 &&
         (text::ascii_lower(bracket[1]) == 'h' || text::ascii_lower(bracket[1]) == 'm' ||
          text::ascii_lower(bracket[1]) == 's') &&
         bracket.find_first_not_of("hmsHMS", 1) == bracket.size() - 1;
}

// Days since 1970 of a serial number's whole part; nullopt where there was no such day.
std::optional<std::int64_t> day_of(std::int64_t serial, DateSystem system) {
  constexpr std::int64_t kLast = 2'958'465;   // 9999-12-31
  constexpr std::int64_t kFrom1904 = 1'462;   // days between the systems
  constexpr std::int64_t kFrom1970 = 25'569;  // 1970-01-01
  constexpr std::int64_t kNoLeapDay = 60;     // 1900-02-29, which Excel believes in
  if (system == DateSystem::k1904) serial += kFrom1904;
  if (serial < 1 || serial > kLast || serial == kNoLeapDay) return std::nullopt;
  return serial - kFrom1970 + (serial < kNoLeapDay ? 1 : 0);
}

std::string clock_text(std::int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::optional<std::string> date_text(double value, const NumberFormat& format, DateSystem system) {
  if (!(value >= 0 && value < 3e6)) return std::nullopt;
  const auto seconds = std::llround(value * kDay);
  if (format.is_duration || (!format.has_date && seconds < kDay)) return clock_text(seconds);
  const auto day = day_of(seconds / kDay, system);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{*day}}};
  auto text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                          static_cast<unsigned>(date.day()));
  if (format.has_time || seconds % kDay != 0) text += "T" + clock_text(seconds % kDay);
  return text;
}

}  // namespace

NumberFormat number_format(std::string_view code) {
  NumberFormat format;
  if (code.find_first_not_of('0') == std::string_view::npos && code.size() > 1)
    return {false, false, false, code.size()};
  if (text::ascii_lower(code).starts_with("general")) return format;
  bool has_months_or_minutes = false;
  for (std::size_t at = 0; at < code.size() && code[at] != ';';) {
    const auto end = end_of_literal(code, at);
    if (end > at) {
      if (code[at] == '[' && is_elapsed(code.substr(at, end - at))) format.is_duration = format.has_time = true;
      at = end;
      continue;
    }
    const char c = text::ascii_lower(code[at++]);
    format.has_date = format.has_date || c == 'y' || c == 'd';
    format.has_time = format.has_time || c == 'h' || c == 's';
    has_months_or_minutes = has_months_or_minutes || c == 'm';
  }
  if (has_months_or_minutes && !format.has_time) format.has_date = true;
  if (format.has_date) format.is_duration = false;
  return format;
}

NumberFormat built_in_number_format(unsigned id) {
  const bool is_date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
                       (id >= 50 && id <= 54) || id == 57 || id == 58;
  const bool is_time =
      (id >= 18 && id <= 22) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56;
  return {is_date, is_time, id == 46, 0};
}

std::string number_text(double value, const NumberFormat& format, DateSystem system) {
  if (format.has_date || format.has_time) {
    if (auto text = date_text(value, format, system)) return *text;
  }
  constexpr double kExact = 1e15;
  if (std::trunc(value) != value || std::abs(value) >= kExact) return fmt::format("{}", value);
  return fmt::format("{:0{}}", static_cast<std::int64_t>(value), format.least_digits);
}

}  // namespace smartdesk::formats

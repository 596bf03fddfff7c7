// Days, times and ISO weeks from the timestamps in exports.

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace smartdesk::text {

using Day = std::chrono::sys_days;

enum class DateOrder { kDayMonthYear, kMonthDayYear, kYearMonthDay };

// "dmy", "mdy", "ymd"; nullopt for any other name.
std::optional<DateOrder> date_order_named(std::string_view name);
std::string_view name_of(DateOrder order);

// Whether 03/01/2026 has the day or the month first, as the texts of one column show: a number over 12 is no month.
// Copyable. One thread at a time.
class DateOrderVotes {
 public:
  void add(std::string_view text);

  // Whether there are dates with slashes or hyphens that can be read both ways, and none that decides.
  bool is_open() const;

  // For users: "dmy", "mdy", "ymd", "ambiguous" if it is open; empty if no date was added.
  std::string_view name() const;

 private:
  friend class DayReader;

  struct Votes {
    std::int64_t day_first = 0, month_first = 0, open = 0;
  };

  Votes slashes_, dots_, hyphens_;
  std::array<std::int64_t, 3> certain_{};  // by DateOrder: dates whose order needs no vote
};

// Reads one column of timestamps. Known forms, with or without a time of day:
// - 2026-03-01, 2026/3/1, 20260301, 2026-Mar-01, 2026年3月1日
// - 01-03-2026, 01.03.2026, 03/01/2026, and with two digits for the year: 00 to 69 are 2000 to 2069
// - "Sun, 1 Mar 2026", "March 1, 2026", "12/Mar/24", "1. März 2026", "1 de março de 2026", "Sun Mar 01 … 2026": months
// in
//   English, German, French, Spanish, Portuguese, Italian and Dutch
// - seconds, milliseconds, microseconds or nanoseconds since 1970; spreadsheets' days since 1899 (46082.59874)
// Times: 14:22, 14:22:11.123, 14.22, 14h22, 2:22 PM, T142211. Zones: Z, +01:00, +0100, CET, GMT+1, Europe/Berlin.
// Cost: about a microsecond a text, a few more for months by name and zones of the last kind. Safe for concurrent
// reads.
class DayReader {
 public:
  // The column decides whether the day or the month comes first. If it leaves this open, slashes mean month first, dots
  // and hyphens day first.
  explicit DayReader(std::span<const std::string_view> column);

  // order: the user's word, whatever the votes say. kYearMonthDay matters for years of two digits only.
  explicit DayReader(const DateOrderVotes& votes, std::optional<DateOrder> order = std::nullopt);

  // The day in UTC if the text names a zone, else the day as written. nullopt: not a known form, or not a day from 1970
  // to 2099.
  std::optional<Day> read(std::string_view text) const;

  // The same with the time of day, in ISO 8601: "2026-03-01T13:22:11Z" if the text names a zone (UTC), else
  // "2026-03-01T14:22:11"; "2026-03-01" without a time of day.
  std::optional<std::string> read_time(std::string_view text) const;

 private:
  struct Moment;
  std::optional<Moment> moment(std::string_view text) const;

  bool slashes_month_first_ = true;
  bool dots_month_first_ = false;
  bool hyphens_month_first_ = false;
  bool short_year_first_ = false;
};

std::string iso_date(Day day);  // "2026-03-01"
std::string iso_week(Day day);  // "2026-W09": ISO 8601, weeks begin on Monday and belong to the year of their Thursday
Day monday_of(Day day);

}  // namespace smartdesk::text

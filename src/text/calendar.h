// Days and ISO weeks out of the time stamps that exports hold.

#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace smartdesk::text {

using Day = std::chrono::sys_days;

// Reads one column of time stamps. Known: 2026-03-01…, 2026/03/01…, 20260301…, 01-03-2026…, 01.03.2026…, 03/01/2026…,
// "Sun, 1 Mar 2026…" (mail), "Sun Mar 01 … 2026" and seconds or milliseconds since 1970. Times of day are passed over.
class DayReader {
 public:
  // Whether the day or the month comes first in numbers like 03/01/2026 is told by the column as a whole; where it
  // stays open, slashes are read month first, dots and hyphens day first.
  explicit DayReader(std::span<const std::string_view> column);

  // nullopt: none of the known forms, or no day of 1970 to 2099.
  std::optional<Day> read(std::string_view text) const;

 private:
  bool slashes_month_first_ = true;
  bool others_month_first_ = false;
};

std::string iso_date(Day day);  // "2026-03-01"
std::string iso_week(Day day);  // "2026-W09": ISO 8601, weeks begin on Monday and belong to the year of their Thursday
Day monday_of(Day day);

}  // namespace smartdesk::text

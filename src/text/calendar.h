// Days and ISO weeks from the timestamps in exports.

#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace smartdesk::text {

using Day = std::chrono::sys_days;

// Reads one column of timestamps. Known forms: 2026-03-01…, 2026/03/01…, 20260301…, 01-03-2026…, 01.03.2026…,
// 03/01/2026…, "Sun, 1 Mar 2026…" (mail), "Sun Mar 01 … 2026" and seconds or milliseconds since 1970. Times of day are
// ignored.
class DayReader {
 public:
  // The column as a whole decides whether 03/01/2026 has the day or the month first. If it leaves this open, slashes
  // mean month first, dots and hyphens day first.
  explicit DayReader(std::span<const std::string_view> column);

  // nullopt: not a known form, or not a day from 1970 to 2099.
  std::optional<Day> read(std::string_view text) const;

 private:
  bool slashes_month_first_ = true;
  bool others_month_first_ = false;
};

std::string iso_date(Day day);  // "2026-03-01"
std::string iso_week(Day day);  // "2026-W09": ISO 8601, weeks begin on Monday and belong to the year of their Thursday
Day monday_of(Day day);

}  // namespace smartdesk::text

#include "text/calendar.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/internal/date_text.h"
#include "text/internal/time_zone.h"

namespace smartdesk::text {
namespace {

namespace chrono = std::chrono;
using Form = DateText::Form;

std::optional<Day> day_of(int year, int month, int day) {
  constexpr int kFirstYear = 1970, kLastYear = 2099;
  if (year < kFirstYear || year > kLastYear || month < 1 || day < 1) return std::nullopt;
  const chrono::year_month_day date{chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

int full_year(int year, bool has_four_digits) {
  constexpr int kFirstOfLastCentury = 70;
  if (has_four_digits) return year;
  return year + (year < kFirstOfLastCentury ? 2000 : 1900);
}

// Two digits. Every row of an import is written so, and fmt takes longer than the rest of the work.
void put_number(std::string& text, std::size_t at, int number) {
  text[at] = static_cast<char>('0' + number / 10 % 10);
  text[at + 1] = static_cast<char>('0' + number % 10);
}

chrono::sys_seconds in_utc(const DateText& date, chrono::sys_seconds local, bool& has_zone) {
  auto ahead = date.ahead_of_utc;
  if (!ahead && !date.zone.empty()) ahead = zone_offset(date.zone, local);
  has_zone = ahead.has_value();
  return local - ahead.value_or(chrono::minutes(0));
}

}  // namespace

std::optional<DateOrder> date_order_named(std::string_view name) {
  for (const auto order : {DateOrder::kDayMonthYear, DateOrder::kMonthDayYear, DateOrder::kYearMonthDay}) {
    if (name_of(order) == name) return order;
  }
  return std::nullopt;
}

std::string_view name_of(DateOrder order) {
  constexpr std::array<std::string_view, 3> kNames{"dmy", "mdy", "ymd"};
  return kNames[static_cast<std::size_t>(order)];
}

void DateOrderVotes::add(std::string_view text) {
  constexpr int kMonths = 12;
  const auto date = parse_date(text);
  if (!date) return;
  if (date->form != Form::kNumbers) {
    const auto order = date->form == Form::kDayFirst     ? DateOrder::kDayMonthYear
                       : date->form == Form::kMonthFirst ? DateOrder::kMonthDayYear
                                                         : DateOrder::kYearMonthDay;
    ++certain_[static_cast<std::size_t>(order)];
    return;
  }
  auto& votes = date->separator == '/' ? slashes_ : date->separator == '.' ? dots_ : hyphens_;
  const auto [first, second, year] = date->numbers;
  votes.day_first += first > kMonths && second <= kMonths ? 1 : 0;
  votes.month_first += second > kMonths && first <= kMonths ? 1 : 0;
  votes.open += first <= kMonths && second <= kMonths && first != second ? 1 : 0;
}

bool DateOrderVotes::is_open() const {
  const auto open = [](const Votes& votes) { return votes.open > 0 && votes.day_first == 0 && votes.month_first == 0; };
  return open(slashes_) || open(hyphens_);
}

std::string_view DateOrderVotes::name() const {
  if (is_open()) return "ambiguous";
  auto counts = certain_;
  for (const auto& votes : {slashes_, dots_, hyphens_}) {
    const auto order = votes.month_first > votes.day_first ? DateOrder::kMonthDayYear : DateOrder::kDayMonthYear;
    counts[static_cast<std::size_t>(order)] += votes.day_first + votes.month_first + votes.open;
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  if (*most == 0) return "";
  return name_of(static_cast<DateOrder>(most - counts.begin()));
}

struct DayReader::Moment {
  chrono::sys_seconds time;
  bool has_time = false, is_utc = false;
};

DayReader::DayReader(std::span<const std::string_view> column)
    : DayReader([&] {
        DateOrderVotes votes;
        for (const auto text : column) votes.add(text);
        return votes;
      }()) {}

DayReader::DayReader(const DateOrderVotes& votes, std::optional<DateOrder> order)
    : slashes_month_first_(votes.slashes_.day_first <= votes.slashes_.month_first),
      dots_month_first_(votes.dots_.month_first > votes.dots_.day_first),
      hyphens_month_first_(votes.hyphens_.month_first > votes.hyphens_.day_first) {
  if (!order) return;
  short_year_first_ = *order == DateOrder::kYearMonthDay;
  if (!short_year_first_)
    slashes_month_first_ = dots_month_first_ = hyphens_month_first_ = *order == DateOrder::kMonthDayYear;
}

std::optional<DayReader::Moment> DayReader::moment(std::string_view text) const {
  const auto date = parse_date(text);
  if (!date) return std::nullopt;
  if (date->form == Form::kInstant) {
    const chrono::year_month_day day(chrono::floor<chrono::days>(date->moment));
    if (!day_of(static_cast<int>(day.year()), 1, 1)) return std::nullopt;
    return Moment{date->moment, date->time_of_day.has_value(), date->is_utc};
  }
  const auto [a, b, c] = date->numbers;
  const bool month_first = date->form == Form::kMonthFirst ||
                           (date->form == Form::kNumbers && (date->separator == '/'   ? slashes_month_first_
                                                             : date->separator == '.' ? dots_month_first_
                                                                                      : hyphens_month_first_));
  const bool year_first =
      date->form == Form::kYearFirst || (date->form == Form::kNumbers && !date->has_four_digits && short_year_first_);
  const int year = full_year(year_first ? a : c, date->has_four_digits);
  const auto day = year_first ? day_of(year, b, c) : day_of(year, month_first ? a : b, month_first ? b : a);
  if (!day) return std::nullopt;
  Moment moment{*day + date->time_of_day.value_or(chrono::seconds(0)), date->time_of_day.has_value()};
  if (moment.has_time) moment.time = in_utc(*date, moment.time, moment.is_utc);
  return moment;
}

std::optional<Day> DayReader::read(std::string_view text) const {
  const auto found = moment(text);
  if (!found) return std::nullopt;
  return chrono::floor<chrono::days>(found->time);
}

std::optional<std::string> DayReader::read_time(std::string_view text) const {
  const auto found = moment(text);
  if (!found) return std::nullopt;
  const auto day = chrono::floor<chrono::days>(found->time);
  if (!found->has_time) return iso_date(day);
  const chrono::hh_mm_ss time(found->time - day);
  std::string iso = iso_date(day) + "T00:00:00";
  put_number(iso, 11, static_cast<int>(time.hours().count()));
  put_number(iso, 14, static_cast<int>(time.minutes().count()));
  put_number(iso, 17, static_cast<int>(time.seconds().count()));
  if (found->is_utc) iso += 'Z';
  return iso;
}

std::string iso_date(Day day) {
  const chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  std::string text = "0000-00-00";
  put_number(text, 0, year / 100);
  put_number(text, 2, year % 100);
  put_number(text, 5, static_cast<int>(static_cast<unsigned>(date.month())));
  put_number(text, 8, static_cast<int>(static_cast<unsigned>(date.day())));
  return text;
}

Day monday_of(Day day) { return day - (chrono::weekday(day) - chrono::Monday); }

std::string iso_week(Day day) {
  const Day thursday = monday_of(day) + chrono::days(3);
  const auto year = chrono::year_month_day(thursday).year();
  const auto days_before = (thursday - Day(year / chrono::January / 1)).count();
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), days_before / 7 + 1);
}

}  // namespace smartdesk::text

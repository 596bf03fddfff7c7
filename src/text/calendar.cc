#include "text/calendar.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <vector>

#include "text/ascii.h"

namespace smartdesk::text {
namespace {

namespace chrono = std::chrono;

constexpr int kFirstYear = 1970, kLastYear = 2099;

// A run of digits or of letters.
struct Piece {
  std::string_view text;
  bool digits = false;
  char before = '\0';  // the separator in front of it
  int number() const {
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
};

std::vector<Piece> pieces_of(std::string_view text) {
  constexpr std::size_t kEnough = 8;
  std::vector<Piece> pieces;
  const auto kind = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isdigit(byte) ? 1 : std::isalpha(byte) ? 2 : 0;
  };
  for (std::size_t at = 0; at < text.size() && pieces.size() < kEnough;) {
    if (kind(text[at]) == 0) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && kind(text[end]) == kind(text[at])) ++end;
    pieces.push_back({text.substr(at, end - at), kind(text[at]) == 1, at == 0 ? '\0' : text[at - 1]});
    at = end;
  }
  return pieces;
}

std::optional<Day> day_of(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || day < 1) return std::nullopt;
  const chrono::year_month_day date{chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

// 0 if it is none.
int month_named(const Piece& piece) {
  constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
  if (piece.digits || piece.text.size() < 3) return 0;
  const auto start = ascii_lower(piece.text.substr(0, 3));
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == start) return static_cast<int>(i) + 1;
  }
  return 0;
}

// Like 03/01/2026 or 1.3.2026.
bool is_year_last(const std::vector<Piece>& pieces) {
  return pieces.size() >= 3 && pieces[0].digits && pieces[1].digits && pieces[2].digits && pieces[0].text.size() <= 2 &&
         pieces[1].text.size() <= 2 && pieces[2].text.size() == 4 && pieces[1].before == pieces[2].before;
}

// "1 Mar 2026", "Mar 1 2026", "Mar 01 11:35:52 +0000 2026": the month by name, the day next to it, the year after it.
std::optional<Day> with_named_month(const std::vector<Piece>& pieces) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const int month = month_named(pieces[i]);
    if (month == 0) continue;
    const bool day_before = i > 0 && pieces[i - 1].digits;
    const auto day = day_before ? i - 1 : i + 1;
    if (day >= pieces.size()) return std::nullopt;
    for (std::size_t year = std::max(day, i) + 1; year < pieces.size(); ++year) {
      const bool is_year = pieces[year].digits && pieces[year].text.size() == 4 && pieces[year].before != '+' &&
                           pieces[year].before != '-';
      if (is_year) return day_of(pieces[year].number(), month, pieces[day].number());
    }
  }
  return std::nullopt;
}

std::optional<Day> since_1970(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.size() == 13) value /= 1000;
  return chrono::floor<chrono::days>(chrono::sys_seconds(chrono::seconds(value)));
}

}  // namespace

DayReader::DayReader(std::span<const std::string_view> column) {
  int slashes_day_first = 0, others_month_first = 0;
  for (const auto text : column) {
    const auto pieces = pieces_of(text);
    if (!is_year_last(pieces)) continue;
    const bool slash = pieces[1].before == '/';
    const bool day_first = pieces[0].number() > 12, month_first = pieces[1].number() > 12;
    if (slash) slashes_day_first += (day_first ? 1 : 0) - (month_first ? 1 : 0);
    if (!slash) others_month_first += (month_first ? 1 : 0) - (day_first ? 1 : 0);
  }
  slashes_month_first_ = slashes_day_first <= 0;
  others_month_first_ = others_month_first > 0;
}

std::optional<Day> DayReader::read(std::string_view text) const {
  const auto pieces = pieces_of(text);
  if (pieces.empty()) return std::nullopt;
  const auto& first = pieces[0];
  if (first.digits && first.text.size() == 4 && pieces.size() >= 3 && pieces[1].digits && pieces[2].digits) {
    return day_of(first.number(), pieces[1].number(), pieces[2].number());
  }
  if (first.digits && first.text.size() == 8) {
    const auto part = [&](std::size_t from, std::size_t count) {
      return Piece{first.text.substr(from, count), true, '\0'}.number();
    };
    return day_of(part(0, 4), part(4, 2), part(6, 2));
  }
  if (first.digits && pieces.size() == 1 && (first.text.size() == 10 || first.text.size() == 13)) {
    return since_1970(first.text);
  }
  if (is_year_last(pieces)) {
    const bool month_first = pieces[1].before == '/' ? slashes_month_first_ : others_month_first_;
    return day_of(pieces[2].number(), pieces[month_first ? 0 : 1].number(), pieces[month_first ? 1 : 0].number());
  }
  return with_named_month(pieces);
}

std::string iso_date(Day day) {
  const chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Day monday_of(Day day) { return day - (chrono::weekday(day) - chrono::Monday); }

std::string iso_week(Day day) {
  const Day thursday = monday_of(day) + chrono::days(3);
  const auto year = chrono::year_month_day(thursday).year();
  const auto days_before = (thursday - Day(year / chrono::January / 1)).count();
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), days_before / 7 + 1);
}

}  // namespace smartdesk::text

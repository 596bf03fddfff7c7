#include "text/internal/date_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "text/internal/month_names.h"

namespace smartdesk::text {
namespace {

namespace chrono = std::chrono;
using chrono::minutes;
using chrono::seconds;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

int number_of(std::string_view digits) {
  int value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// A run of digits or of letters.
struct Piece {
  std::string_view text;
  bool digits = false;
  char before = '\0';  // the separator in front of it
  int number() const { return number_of(text); }
  bool is_up_to(std::size_t length) const { return digits && text.size() <= length; }
  bool is_word(std::string_view small) const {
    return !digits && std::equal(text.begin(), text.end(), small.begin(), small.end(),
                                 [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  }
};

// The pieces of a text, at most sixteen.
class Pieces {
 public:
  explicit Pieces(std::string_view text) {
    for (std::size_t at = 0; at < text.size() && count_ < pieces_.size();) {
      const auto blank = width_of_blank(text, at);
      if (blank > 0 || !(is_digit(text[at]) || is_letter(text[at]))) {
        before_ = blank > 0 ? ' ' : text[at];
        at += std::max<std::size_t>(blank, 1);
        continue;
      }
      const auto end = end_of_piece(text, at);
      pieces_[count_++] = {text.substr(at, end - at), is_digit(text[at]), before_};
      before_ = '\0';
      at = end;
    }
  }
  std::size_t size() const { return count_; }
  const Piece& operator[](std::size_t i) const { return i < count_ ? pieces_[i] : kNothing; }

 private:
  static inline const Piece kNothing{};

  // No-break spaces: U+00A0, U+2009, U+202F.
  static std::size_t width_of_blank(std::string_view text, std::size_t at) {
    const auto rest = text.substr(at);
    if (rest.starts_with("\xC2\xA0")) return 2;
    return rest.starts_with("\xE2\x80\x89") || rest.starts_with("\xE2\x80\xAF") ? 3 : 0;
  }
  static std::size_t end_of_piece(std::string_view text, std::size_t at) {
    const bool digits = is_digit(text[at]);
    std::size_t end = at;
    while (end < text.size() && (digits ? is_digit(text[end]) : is_letter(text[end]) && width_of_blank(text, end) == 0))
      ++end;
    return end;
  }

  std::array<Piece, 16> pieces_;
  std::size_t count_ = 0;
  char before_ = '\0';
};

// Numbers alone: 20260301, 20260301142211, seconds to nanoseconds since 1970, a spreadsheet's days since 1899.
std::optional<DateText> of_serial(std::string_view digits, double fraction) {
  constexpr int kSerialOf1970 = 25'569, kSerialOf2100 = 73'051;
  const int days = number_of(digits);
  if (days < kSerialOf1970 || days >= kSerialOf2100) return std::nullopt;
  DateText date;
  date.form = DateText::Form::kInstant;
  constexpr double kSecondsOfDay = 86'400;
  const seconds time(static_cast<std::int64_t>(std::lround(fraction * kSecondsOfDay)));
  date.moment = chrono::sys_days(chrono::days(days - kSerialOf1970)) + time;
  if (fraction > 0) date.time_of_day = date.moment - chrono::floor<chrono::days>(date.moment);
  return date;
}

std::optional<DateText> of_epoch(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  for (std::size_t length = digits.size(); length > 10; length -= 3) value /= 1000;
  DateText date;
  date.form = DateText::Form::kInstant;
  date.moment = chrono::sys_seconds(seconds(value));
  date.is_utc = true;
  date.time_of_day = date.moment - chrono::floor<chrono::days>(date.moment);
  return date;
}

std::optional<DateText> of_compact(std::string_view digits) {
  const auto part = [&](std::size_t from, std::size_t count) {
    return from + count <= digits.size() ? number_of(digits.substr(from, count)) : 0;
  };
  DateText date;
  date.numbers = {part(0, 4), part(4, 2), part(6, 2)};
  if (digits.size() == 8) return date;
  const auto time = chrono::hours(part(8, 2)) + minutes(part(10, 2)) + seconds(part(12, 2));
  if (time <= chrono::hours(24)) date.time_of_day = time;
  return date;
}

std::optional<DateText> of_number(std::string_view whole, std::string_view fraction) {
  if (whole.size() == 5) {
    double parts = 0;
    for (std::size_t i = std::min<std::size_t>(fraction.size(), 15); i-- > 0;)
      parts = (parts + (fraction[i] - '0')) / 10;
    return of_serial(whole, parts);
  }
  if (fraction.empty() && (whole.size() == 8 || whole.size() == 12 || whole.size() == 14)) return of_compact(whole);
  if (whole.size() == 10 || whole.size() == 13 || whole.size() == 16 || whole.size() == 19) return of_epoch(whole);
  return std::nullopt;
}

// Nothing if the text is more than a number.
std::optional<DateText> alone(std::string_view text, bool& is_number) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto whole = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  auto rest = text.substr(whole.size());
  const bool has_fraction = rest.size() > 1 && (rest.front() == '.' || rest.front() == ',');
  if (has_fraction) rest.remove_prefix(1);
  is_number = !whole.empty() && std::all_of(rest.begin(), rest.end(), is_digit);
  return is_number ? of_number(whole, rest) : std::nullopt;
}

// 2026-03-01, 03/01/2026, 1.3.26, 2026年3月1日. Sets `behind` to the piece behind the date.
std::optional<DateText> of_numbers(const Pieces& pieces, std::size_t& behind) {
  std::array<std::size_t, 3> at{};
  std::size_t found = 0;
  for (std::size_t i = 0; i < pieces.size() && found < 3; ++i) {
    if (pieces[i].digits) at[found++] = i;
  }
  if (found == 0) return std::nullopt;
  const auto &first = pieces[at[0]], &second = pieces[at[1]], &third = pieces[at[2]];
  behind = at[0] + 1;
  if (first.text.size() == 8) return of_compact(first.text);
  if (found < 3 || at[2] - at[0] > 4 || !second.is_up_to(2)) return std::nullopt;
  behind = at[2] + 1;
  DateText date;
  date.numbers = {first.number(), second.number(), third.number()};
  if (first.text.size() == 4 && third.is_up_to(2)) return date;
  const bool has_year = third.text.size() == 4 || third.text.size() == 2;
  if (first.text.size() > 2 || !has_year || second.before != third.before) return std::nullopt;
  date.form = DateText::Form::kNumbers;
  date.separator = third.before;
  date.has_four_digits = third.text.size() == 4;
  if (!date.has_four_digits && std::string_view("/.-").find(date.separator) == std::string_view::npos)
    return std::nullopt;
  return date;
}

// "1 Mar 2026", "Mar 1, 2026", "12/Mar/24", "1 de março de 2026", "Mar 01 11:35:52 +0000 2026".
class NamedMonth {
 public:
  explicit NamedMonth(const Pieces& pieces) : pieces_(pieces) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (const int month = pieces[i].digits ? 0 : text::month_named(pieces[i].text)) at_ = i, month_ = month;
    }
  }

  std::optional<DateText> date() const {
    if (month_ == 0) return std::nullopt;
    const auto before = last_number_before(at_), after = next_number(at_ + 1);
    if (before && pieces_[*before].text.size() == 4 && after) return made(DateText::Form::kYearFirst, *before, *after);
    const auto day = before ? before : after;
    if (!day || !pieces_[*day].is_up_to(2)) return std::nullopt;
    const auto year = year_after(std::max(*day, at_) + 1);
    if (!year) return std::nullopt;
    return made(before ? DateText::Form::kDayFirst : DateText::Form::kMonthFirst, *year, *day);
  }

 private:
  std::optional<std::size_t> last_number_before(std::size_t end) const {
    while (end-- > 0) {
      const bool is_time = pieces_[end].before == ':' || pieces_[end + 1].before == ':';
      if (pieces_[end].digits && !is_time) return end;
    }
    return std::nullopt;
  }
  std::optional<std::size_t> next_number(std::size_t at) const {
    while (at < pieces_.size() && !pieces_[at].digits) ++at;
    return at < pieces_.size() ? std::optional(at) : std::nullopt;
  }
  // Two digits are a year only right behind day and month, and not before a colon.
  std::optional<std::size_t> year_after(std::size_t at) const {
    const auto near = next_number(at);
    if (!near) return std::nullopt;
    const bool is_time = pieces_[*near + 1].before == ':' && pieces_[*near + 1].digits;
    if (!is_time && (pieces_[*near].text.size() == 4 || pieces_[*near].text.size() == 2)) return near;
    for (auto far = near; far; far = next_number(*far + 1)) {
      const auto& piece = pieces_[*far];
      if (piece.text.size() == 4 && piece.before != '+' && piece.before != '-') return far;
    }
    return std::nullopt;
  }
  std::optional<DateText> made(DateText::Form form, std::size_t year, std::size_t day) const {
    DateText date;
    date.form = form;
    const int y = pieces_[year].number(), d = pieces_[day].number();
    date.has_four_digits = pieces_[year].text.size() == 4;
    if (form == DateText::Form::kYearFirst) date.numbers = {y, month_, d};
    if (form == DateText::Form::kDayFirst) date.numbers = {d, month_, y};
    if (form == DateText::Form::kMonthFirst) date.numbers = {month_, d, y};
    return date;
  }

  const Pieces& pieces_;
  std::size_t at_ = 0;
  int month_ = 0;
};

// The time of day and its zone.
class TimeOfDay {
 public:
  TimeOfDay(std::string_view text, const Pieces& pieces, std::size_t from) : text_(text), pieces_(pieces) {
    for (at_ = from; at_ < pieces.size(); ++at_) {
      if (const auto time = starting_here()) {
        time_ = time;
        break;
      }
    }
  }

  void add_to(DateText& date) const {
    if (!time_) return;
    auto time = *time_;
    auto at = end_;
    const bool is_pm = is_half(at, "pm", "p"), is_am = is_half(at, "am", "a");
    if (is_pm || is_am) at += pieces_[at].text.size() == 1 ? 2 : 1;
    constexpr chrono::hours kNoon(12);
    if (is_pm && time < kNoon) time += kNoon;
    if (is_am && time >= kNoon) time -= kNoon;
    if (time > chrono::hours(24)) return;
    date.time_of_day = time;
    read_zone(at, date);
  }

 private:
  std::optional<seconds> starting_here() {
    const auto &hour = pieces_[at_], &next = pieces_[at_ + 1], &third = pieces_[at_ + 2];
    const bool is_compact = hour.digits && (hour.text.size() == 4 || hour.text.size() == 6);
    if (is_compact && at_ > 0 && pieces_[at_ - 1].is_word("t")) return compact(hour.text);
    if (!hour.is_up_to(2)) return std::nullopt;
    if (next.is_word("h") || next.is_word("uhr")) return with_minutes(third.is_up_to(2) ? at_ + 2 : at_ + 3, at_ + 2);
    if (next.is_up_to(2) && (next.before == ':' || (next.before == '.' && next.text.size() == 2)))
      return with_minutes(at_ + 1, at_ + 1);
    if (is_half(at_ + 1, "pm", "p") || is_half(at_ + 1, "am", "a")) return with_minutes(at_ + 3, at_ + 1);
    return std::nullopt;
  }

  // minute: the piece of the minutes, if it is `expected`.
  std::optional<seconds> with_minutes(std::size_t minute, std::size_t expected) {
    end_ = expected;
    seconds time = chrono::hours(pieces_[at_].number());
    if (minute != expected) return time;
    time += minutes(pieces_[minute].number());
    end_ = minute + 1;
    const auto& second = pieces_[end_];
    if (second.is_up_to(2) && second.before == pieces_[minute].before && second.before != ' ') {
      time += seconds(second.number());
      ++end_;
    }
    const auto& fraction = pieces_[end_];
    if (fraction.digits && (fraction.before == '.' || fraction.before == ',')) ++end_;
    return time;
  }

  std::optional<seconds> compact(std::string_view digits) {
    end_ = at_ + 1;
    const auto part = [&](std::size_t from) { return from < digits.size() ? number_of(digits.substr(from, 2)) : 0; };
    return chrono::hours(part(0)) + minutes(part(2)) + seconds(part(4));
  }

  // "PM", "p.m."
  bool is_half(std::size_t at, std::string_view whole, std::string_view letter) const {
    return pieces_[at].is_word(whole) || (pieces_[at].is_word(letter) && pieces_[at + 1].is_word("m"));
  }

  void read_zone(std::size_t at, DateText& date) const {
    if (pieces_[at].is_word("uhr")) ++at;
    if (!pieces_[at].digits && at < pieces_.size()) {
      date.zone = zone_from(at);
      if (pieces_[at].is_word("gmt") || pieces_[at].is_word("utc")) ++at;
    }
    const auto& hours = pieces_[at];
    if (!hours.is_up_to(4) || (hours.before != '+' && hours.before != '-')) return;
    const int number = hours.number();
    const auto& part = pieces_[at + 1];
    const bool has_minutes = part.is_up_to(2) && part.before == ':';
    const int total =
        hours.text.size() == 4 ? number / 100 * 60 + number % 100 : number * 60 + (has_minutes ? part.number() : 0);
    constexpr int kFurthest = 18 * 60;  // no zone is further than 14 hours
    if (total <= kFurthest) date.ahead_of_utc = minutes(hours.before == '-' ? -total : total);
  }

  // "CET" or "Europe/Berlin".
  std::string_view zone_from(std::size_t at) const {
    const auto begin = static_cast<std::size_t>(pieces_[at].text.data() - text_.data());
    auto end = begin;
    while (end < text_.size() && (is_letter(text_[end]) || text_[end] == '/' || text_[end] == '_')) ++end;
    return text_.substr(begin, end - begin);
  }

  std::string_view text_;
  const Pieces& pieces_;
  std::size_t at_ = 0, end_ = 0;
  std::optional<seconds> time_;
};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t'");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

std::optional<DateText> parse_date(std::string_view text) {
  constexpr std::size_t kLongest = 100;
  text = trimmed(text);
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  bool is_number = false;
  auto date = alone(text, is_number);
  if (is_number) return date;
  const Pieces pieces(text);
  std::size_t behind = 0;
  date = of_numbers(pieces, behind);
  const bool by_numbers = date.has_value();
  if (!date) date = NamedMonth(pieces).date();
  if (date) TimeOfDay(text, pieces, by_numbers ? behind : 0).add_to(*date);
  return date;
}

}  // namespace smartdesk::text

#include "text/internal/mail_lines.h"

#include <algorithm>
#include <array>
#include <optional>

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

constexpr std::size_t kLookedAt = 2000;  // bytes of a line
constexpr std::size_t kLongestFieldName = 30;

bool is_invisible(char32_t c) { return is_space(c) || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF; }

bool is_rule_char(char32_t c) {
  return c == '-' || c == '_' || c == '=' || c == '*' || c == '#' || c == '~' || (c >= 0x2010 && c <= 0x2015) ||
         c == 0x2500 || c == 0x2501;
}

bool is_rule(std::string_view line) {
  std::size_t marks = 0;
  for (std::size_t at = 0; at < line.size();) {
    const auto [value, end] = decode(line, at);
    if (!is_rule_char(value) && value != ' ') return false;
    marks += value == ' ' ? 0 : 1;
    at = end;
  }
  return marks >= 2 || line == "—";
}

// Letters, and the marks that some scripts put on them.
bool is_name_char(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  const bool is_punctuation =
      (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F);
  return !is_space(c) && !is_punctuation && c < 0x1F000;
}

// The end of "Word" in "Word: value", at the colon; nullopt for another line. Emphasis is left out by the caller.
std::optional<std::size_t> end_of_field_name(std::string_view line) {
  std::size_t chars = 0, blanks = 0;
  bool in_word = false, letters = false;
  for (std::size_t at = 0; at < line.size() && chars < kLongestFieldName; ++chars) {
    const auto [value, end] = decode(line, at);
    if (value == ':' || value == 0xFF1A) {
      if (!letters || line.substr(end).starts_with("//")) return std::nullopt;
      return at;
    }
    const bool is_letter = is_name_char(value);
    const bool is_blank = is_space(value);
    if (!is_letter && !is_blank && value != '-' && value != '\'' && value != '*' && value != '.') return std::nullopt;
    if (is_letter && !in_word && letters && ++blanks > 2) return std::nullopt;  // at most three words
    in_word = !is_blank;
    letters = letters || is_letter;
    at = end;
  }
  return std::nullopt;
}

std::string_view without_emphasis(std::string_view line) {
  const auto begin = line.find_first_not_of("*_ ");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

MailLineKind kind_of(std::string_view line) {
  line = trimmed_line(line.substr(0, kLookedAt));
  if (line.empty()) return MailLineKind::kBlank;
  if (line.front() == '>') return MailLineKind::kQuoted;
  if (is_rule(line)) return MailLineKind::kRule;
  return end_of_field_name(without_emphasis(line)) ? MailLineKind::kField : MailLineKind::kText;
}

// Zeros of the decimal digits of living scripts.
constexpr std::array<char32_t, 14> kZeros{'0',   0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6,
                                          0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0xFF10};

std::optional<unsigned> digit_of(char32_t c) {
  for (const auto zero : kZeros) {
    if (c >= zero && c < zero + 10) return static_cast<unsigned>(c - zero);
  }
  return std::nullopt;
}

bool is_letter(char32_t c) { return is_word_char(c) && c != '_' && !digit_of(c); }

struct Number {
  unsigned value = 0, digits = 0;
  char32_t before = 0;  // the character before it, 0 at the beginning of a word
};

std::vector<Number> numbers_in(std::string_view word) {
  std::vector<Number> numbers;
  char32_t last = 0;
  for (std::size_t at = 0; at < word.size();) {
    const auto [value, end] = decode(word, at);
    if (const auto digit = digit_of(value)) {
      if (numbers.empty() || !digit_of(last)) numbers.push_back({0, 0, last});
      auto& number = numbers.back();
      if (++number.digits <= 4) number.value = number.value * 10 + *digit;
    }
    last = value;
    at = end;
  }
  return numbers;
}

bool is_day(const Number& number) { return number.digits <= 2 && number.value >= 1 && number.value <= 31; }
// Also years of the Islamic, Persian and Buddhist calendars.
bool is_year(const Number& number) { return number.digits == 4 && number.value >= 1300 && number.value <= 2700; }

bool is_time(const Number& hour, const Number& minute) {
  return hour.digits <= 2 && hour.value <= 24 && minute.digits == 2 && minute.value <= 59;
}

// 1.3.26, 2026-03-01, 03/01/2026; neither a version nor the address of a computer.
bool is_numeric_date(const std::vector<Number>& numbers) {
  if (numbers.size() < 3) return false;
  const auto separator = numbers[1].before;
  const bool joined = (separator == '.' || separator == '-' || separator == '/') && numbers[2].before == separator;
  if (!joined || (numbers.size() > 3 && numbers[3].before == separator) || numbers[2].digits < 2) return false;
  return std::all_of(numbers.begin(), numbers.begin() + 3,
                     [](const Number& number) { return is_day(number) || is_year(number) || number.digits == 2; });
}

// Reads words one by one.
class DateReader {
 public:
  void read(std::string_view word) {
    const auto numbers = numbers_in(word);
    const bool is_triple = is_numeric_date(numbers);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (i > 0 && is_time(numbers[i - 1], numbers[i])) see_time(numbers[i].before, is_triple);
      days_ += is_day(numbers[i]) ? 1 : 0;
      years_ += is_year(numbers[i]) ? 1 : 0;
    }
    triple_ = triple_ || is_triple;
  }
  bool date() const { return triple_ || (years_ > 0 && days_ > 0); }
  bool time() const { return time_ || (dotted_time_ && date()); }
  bool number() const { return days_ > 0; }

 private:
  void see_time(char32_t separator, bool is_triple) {
    time_ = time_ || separator == ':' || separator == 0xFF1A || separator == 'h' || separator == 'H';
    dotted_time_ = dotted_time_ || (separator == '.' && !is_triple);
  }

  int days_ = 0, years_ = 0;
  bool triple_ = false, time_ = false, dotted_time_ = false;
};

bool is_address_char(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
         c == '_' || c == '-' || c == '+';
}

bool is_address(std::string_view word) {
  const auto at = word.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 >= word.size()) return false;
  return is_address_char(word[at - 1]) && is_address_char(word[at + 1]) && word.find('.', at) != std::string_view::npos;
}

bool is_framed(std::string_view word) {
  const auto end = word.find_first_of(">)]&", word.find('@'));
  return end != std::string_view::npos || word.find("mailto:") != std::string_view::npos;
}

bool has_letter(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const auto [value, end] = decode(word, at);
    if (is_letter(value)) return true;
    at = end;
  }
  return false;
}

// Calls each(word) for what stands between blanks.
template <typename Each>
void each_word(std::string_view text, Each each) {
  std::size_t begin = 0, at = 0;
  while (at < text.size()) {
    const auto [value, end] = decode(text, at);
    if (is_invisible(value)) {
      if (at > begin) each(text.substr(begin, at - begin));
      begin = end;
    }
    at = end;
  }
  if (begin < text.size()) each(text.substr(begin));
}

}  // namespace

std::vector<MailLine> mail_lines(std::string_view text) {
  std::vector<MailLine> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto kind = kind_of(text.substr(begin, std::min(end - begin, kLookedAt)));
    const auto count = lines.size();
    if (kind == MailLineKind::kQuoted && count >= 2 && lines[count - 1].kind == MailLineKind::kBlank &&
        lines[count - 2].kind == MailLineKind::kQuoted) {
      lines.pop_back();  // blank lines between quoted lines
    }
    const bool runs = kind == MailLineKind::kBlank || kind == MailLineKind::kQuoted;
    if (runs && !lines.empty() && lines.back().kind == kind) {
      lines.back().end = end;
      lines.back().last_begin = begin;
    } else {
      lines.push_back({begin, end, begin, kind});
    }
    begin = end + 1;
  }
  return lines;
}

std::string_view trimmed_line(std::string_view line) {
  while (!line.empty()) {
    const auto [value, end] = decode(line, 0);
    if (!is_invisible(value)) break;
    line.remove_prefix(end);
  }
  while (!line.empty()) {
    auto last = line.size() - 1;
    while (last > 0 && line.size() - last < 4 && (static_cast<unsigned char>(line[last]) & 0xC0) == 0x80) --last;
    if (!is_invisible(decode(line, last).value)) break;
    line.remove_suffix(line.size() - last);
  }
  return line;
}

std::string lowered(std::string_view text) {
  std::string low;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, end] = decode(text, at);
    append_utf8(low, to_lower(value));
    at = end;
  }
  return low;
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  each_word(text, [&](std::string_view) { ++words; });
  return words;
}

bool ends_in_colon(std::string_view line) {
  line = trimmed_line(line);
  return line.ends_with(':') || line.ends_with("：");
}

std::string field_name(std::string_view line) {
  line = without_emphasis(trimmed_line(line.substr(0, kLookedAt)));
  const auto end = end_of_field_name(line);
  if (!end) return {};
  auto name = lowered(trimmed_line(line.substr(0, *end)));
  while (!name.empty() && (name.back() == '*' || name.back() == ' ')) name.pop_back();
  return name;
}

WhenAndWho when_and_who(std::string_view text) {
  WhenAndWho found;
  DateReader dates;
  each_word(text.substr(0, kLookedAt), [&](std::string_view word) {
    if (is_address(word)) {
      found.named_address = found.named_address || (found.words && !found.address);
      found.address = true;
      found.framed_address = found.framed_address || is_framed(word);
      found.words_behind_address = 0;
      return;
    }
    dates.read(word);
    const bool is_word = has_letter(word);
    found.words = found.words || is_word;
    if (is_word && found.address) ++found.words_behind_address;
  });
  found.date = dates.date();
  found.time = dates.time();
  found.number = dates.number();
  return found;
}

}  // namespace smartdesk::text

#include "text/tokens.h"

#include <utf8proc.h>

#include <array>

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

enum class Role { kOutside, kInside, kAlone, kJoins };

bool is_written_without_blanks(char32_t c) {
  return (c >= 0x0E00 && c <= 0x0E7F) || (c >= 0x0E80 && c <= 0x0EFF) ||
         (c >= 0x1000 && c <= 0x109F) ||  // Thai, Lao, Burmese
         (c >= 0x1780 && c <= 0x17FF) ||  // Khmer
         (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||  // kana, Han
         (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_emoji(char32_t c) { return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF); }

bool is_mark(char32_t c) {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

Role role_of(char32_t c, Words::Rule rule) {
  if (c < 0x80 || rule == Words::Rule::kScikitLearn) return is_word_char(c) ? Role::kInside : Role::kOutside;
  if (is_emoji(c)) return Role::kAlone;
  if (is_mark(c)) return Role::kJoins;
  if (is_written_without_blanks(c)) return is_word_char(c) ? Role::kAlone : Role::kOutside;
  return is_word_char(c) ? Role::kInside : Role::kOutside;
}

// Most text is ASCII and is read a word at a time. The lower case of each byte; 0 for a byte that is not in a word.
constexpr auto kPlain = [] {
  std::array<char, 256> lower{};
  for (char c = '0'; c <= '9'; ++c) lower[static_cast<unsigned char>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) lower[static_cast<unsigned char>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c) lower[static_cast<unsigned char>(c)] = static_cast<char>(c + ('a' - 'A'));
  lower['_'] = '_';
  return lower;
}();

char plain(char byte) { return kPlain[static_cast<unsigned char>(byte)]; }

std::size_t end_of_plain_word(std::string_view text, std::size_t at) {
  while (at < text.size() && plain(text[at]) != 0) ++at;
  return at;
}

void append_lower(std::string& out, std::string_view word) {
  const auto before = out.size();
  out += word;
  for (auto at = before; at < out.size(); ++at) out[at] = plain(out[at]);
}

}  // namespace

void Words::read(std::string_view text, Rule rule) {
  lowered_.clear();
  pieces_.clear();
  spans_.clear();
  const std::size_t shortest = rule == Rule::kScikitLearn ? 2 : 1;
  std::size_t length = 0;  // code points of the word being read
  const auto size = [&] { return static_cast<std::uint32_t>(lowered_.size()); };
  const auto begin = [&](std::size_t at) {
    pieces_.push_back({size(), size()});
    spans_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at)});
  };
  const auto finish = [&] {
    if (length > 0 && length < shortest) {
      pieces_.pop_back();
      spans_.pop_back();
    }
    length = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (const auto past = end_of_plain_word(text, at); past > at) {
      if (length == 0) begin(at);
      append_lower(lowered_, text.substr(at, past - at));
      pieces_.back().end = size();
      spans_.back().end = static_cast<std::uint32_t>(past);
      length += past - at;
      at = past;
      continue;
    }
    const auto [value, end] = decode(text, at);
    const Role role = role_of(value, rule);
    const bool joins = role == Role::kJoins && !pieces_.empty() && spans_.back().end == at;
    if (role == Role::kOutside || (role == Role::kJoins && !joins)) {
      finish();
    } else {
      if (role == Role::kAlone) finish();
      if (!joins && length == 0) begin(at);
      append_utf8(lowered_, to_lower(value));
      pieces_.back().end = size();
      spans_.back().end = static_cast<std::uint32_t>(end);
      if (!joins) ++length;
      if (role == Role::kAlone) finish();
    }
    at = end;
  }
  finish();
}

}  // namespace smartdesk::text

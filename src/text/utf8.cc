#include "text/utf8.h"

#include <utf8proc.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace smartdesk::text {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kTableSize = 0x800;  // all two-byte code points: Latin, Greek, Cyrillic, Hebrew, Arabic

bool is_word_category(utf8proc_category_t category) {
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool look_up_word_char(char32_t code_point) {
  return code_point == U'_' || is_word_category(utf8proc_category(static_cast<utf8proc_int32_t>(code_point)));
}

char32_t look_up_lower(char32_t code_point) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code_point)));
}

struct Table {
  std::array<bool, kTableSize> word{};
  std::array<std::uint16_t, kTableSize> lower{};

  Table() {
    for (char32_t c = 0; c < kTableSize; ++c) {
      word[c] = look_up_word_char(c);
      lower[c] = static_cast<std::uint16_t>(look_up_lower(c));
    }
  }
};

const Table& table() {
  static const Table shared;
  return shared;
}

bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

}  // namespace

CodePoint beyond_ascii::decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::size_t left = text.size() - at;
  const unsigned char first = byte(0);
  if (first >= 0xC2 && first < 0xE0 && left > 1 && is_continuation(byte(1))) {
    return {(first & 0x1FU) << 6 | (byte(1) & 0x3FU), at + 2};
  }
  if (first >= 0xE0 && first < 0xF0 && left > 2 && is_continuation(byte(1)) && is_continuation(byte(2))) {
    const char32_t value = (first & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) return {value, at + 3};
  }
  if (first >= 0xF0 && first < 0xF5 && left > 3 && is_continuation(byte(1)) && is_continuation(byte(2)) &&
      is_continuation(byte(3))) {
    const char32_t value = (first & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    if (value >= 0x10000 && value <= 0x10FFFF) return {value, at + 4};
  }
  return {kReplacement, at + 1};
}

void beyond_ascii::append_utf8(std::string& out, char32_t c) {
  const auto push = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x800) {
    push(0xC0 | c >> 6);
    push(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    push(0xE0 | c >> 12);
    push(0x80 | (c >> 6 & 0x3F));
    push(0x80 | (c & 0x3F));
  } else {
    push(0xF0 | c >> 18);
    push(0x80 | (c >> 12 & 0x3F));
    push(0x80 | (c >> 6 & 0x3F));
    push(0x80 | (c & 0x3F));
  }
}

std::string_view cut_to(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && is_continuation(static_cast<unsigned char>(text[bytes]))) --bytes;
  return text.substr(0, bytes);
}

std::string_view cut_to_last(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  text.remove_prefix(text.size() - bytes);
  while (!text.empty() && is_continuation(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  return text;
}

std::string abbreviate(std::string_view text, std::size_t bytes) {
  return std::string(cut_to(text, bytes)) + (text.size() > bytes ? "…" : "");
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (at + 8 <= text.size()) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, text.data() + at, 8);
      if ((eight & 0x8080808080808080ULL) == 0) {
        at += 8;
        continue;
      }
    }
    const auto [value, end] = decode(text, at);
    // A replacement character in the text itself takes three bytes.
    if (value == kReplacement && end == at + 1) return at;
    at = end;
  }
  return std::nullopt;
}

bool beyond_ascii::is_word_char(char32_t c) { return c < kTableSize ? table().word[c] : look_up_word_char(c); }

bool beyond_ascii::is_space(char32_t c) {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return c == 0x85 || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

char32_t beyond_ascii::to_lower(char32_t c) { return c < kTableSize ? table().lower[c] : look_up_lower(c); }

}  // namespace smartdesk::text

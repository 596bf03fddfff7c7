// Decodes, checks and cuts UTF-8. All functions are pure and safe for any bytes.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::text {

// The code point at `at` and the offset after it. Bytes that are not UTF-8 (RFC 3629) give U+FFFD, one byte at a time.
struct CodePoint {
  char32_t value;
  std::size_t end;
};
inline CodePoint decode(std::string_view text, std::size_t at);

inline void append_utf8(std::string& out, char32_t code_point);

// Offset of the first byte that is not part of valid UTF-8, if there is one. Cost: one pass, 8 bytes a step on ASCII.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// The longest prefix of at most `bytes` bytes that ends between two characters.
std::string_view cut_to(std::string_view text, std::size_t bytes);

// The longest suffix of at most `bytes` bytes that begins between two characters.
std::string_view cut_to_last(std::string_view text, std::size_t bytes);

// As cut_to(), with "…" appended if something was cut.
std::string abbreviate(std::string_view text, std::size_t bytes);

// Letters and digits of any script, and the underscore: what Python's `\w` matches.
inline bool is_word_char(char32_t code_point);
inline bool is_space(char32_t code_point);

// Unicode simple lower case of one code point; unchanged if it is not a letter.
inline char32_t to_lower(char32_t code_point);

// ASCII is most of the input, so it must not cost a function call.

namespace beyond_ascii {
CodePoint decode(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t code_point);
bool is_word_char(char32_t code_point);
bool is_space(char32_t code_point);
char32_t to_lower(char32_t code_point);
}  // namespace beyond_ascii

inline CodePoint decode(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  return first < 0x80 ? CodePoint{first, at + 1} : beyond_ascii::decode(text, at);
}

inline void append_utf8(std::string& out, char32_t code_point) {
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else {
    beyond_ascii::append_utf8(out, code_point);
  }
}

inline bool is_word_char(char32_t c) {
  if (c >= 0x80) return beyond_ascii::is_word_char(c);
  const auto letter = c | 0x20;
  return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

inline bool is_space(char32_t c) {
  return c < 0x80 ? c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) : beyond_ascii::is_space(c);
}

inline char32_t to_lower(char32_t c) {
  return c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : beyond_ascii::to_lower(c);
}

}  // namespace smartdesk::text

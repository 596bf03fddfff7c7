// UTF-8 as it arrives: decoding, checking, mending. All functions are pure and safe for any bytes.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace smartdesk {

// The code point at `at` and the offset behind it. Bytes that are not UTF-8 (RFC 3629) give U+FFFD, one byte at a time.
struct CodePoint {
  char32_t value;
  std::size_t end;
};
CodePoint decode(std::string_view text, std::size_t at);

void append_utf8(std::string& out, char32_t code_point);

// Offset of the first byte that is not part of valid UTF-8, if there is one. Cost: one pass, 8 bytes a step on ASCII.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// Letters and digits of any script, and the underscore: what Python's `\w` matches.
bool is_word_char(char32_t code_point);
bool is_space(char32_t code_point);

// Unicode simple lower case, one code point at a time; what is not a letter stays.
char32_t to_lower(char32_t code_point);

}  // namespace smartdesk

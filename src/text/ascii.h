// Blanks and ASCII letters in UTF-8: other bytes stay as they are, so that no character is torn. Pure functions.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::text {

inline constexpr std::string_view kBlanks = " \t\r\n";

// The text between the blanks at its ends; empty if it is nothing but blanks.
std::string_view trimmed(std::string_view text, std::string_view blanks = kBlanks);

bool is_blank(std::string_view text);

// Lower case of A to Z only, in any locale. For letters of any script: to_lower() in text/utf8.h.
constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
std::string ascii_lower(std::string_view text);

}  // namespace smartdesk::text

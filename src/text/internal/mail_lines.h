// The lines of a mail, and what a line looks like in any language: quoted, a rule, a field of a header, a date.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::text {

enum class MailLineKind : std::uint8_t {
  kBlank,
  kQuoted,  // begins with ">"
  kRule,    // two or more of - _ = * # ~ and nothing else; or a long dash
  kField,   // "Word: value"
  kText,
};

// A line, or a run of blank lines, or a run of quoted lines. Offsets in bytes; `end` is before the line break.
struct MailLine {
  std::size_t begin = 0, end = 0;
  std::size_t last_begin = 0;  // of a run: where its last line begins; otherwise begin
  MailLineKind kind = MailLineKind::kBlank;
};

// Cost: one pass. Beyond its first 2,000 bytes a line is not looked at.
std::vector<MailLine> mail_lines(std::string_view text);

// Without blanks at both ends: also no-break spaces, zero-width characters and ideographic spaces.
std::string_view trimmed_line(std::string_view line);

std::string lowered(std::string_view text);

// How many pieces are separated by blanks, and how many of these are between an offset and the end.
std::size_t count_words(std::string_view text);

bool ends_in_colon(std::string_view line);

// The name of a field, lowered: "from" of "*From:* Ann <ann@example.com>". Empty for a line of another kind.
std::string field_name(std::string_view line);

// What a line, or a few wrapped lines, says about when and who.
struct WhenAndWho {
  bool date = false;            // three numbers such as 1.3.26, or a year and another number; any digits of Unicode
  bool time = false;            // 14:22, 14h22; 14.22 only beside a date
  bool number = false;          // any number that may be a day of a month
  bool address = false;         // of mail
  bool framed_address = false;  // <ann@example.com> or [mailto:ann@example.com] or (ann@example.com)
  bool words = false;           // letters that are not part of an address
  bool named_address = false;   // words before the address
  std::size_t words_behind_address = 0;
};
WhenAndWho when_and_who(std::string_view text);

}  // namespace smartdesk::text

// Finds the lines of a mail that introduce quoted or forwarded mail, by their structure.

#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/internal/mail_lines.h"

namespace smartdesk::text {

struct ReplyHeader {
  std::size_t first = 0, last = 0;  // lines [first, last)
  bool is_quoted = false;           // quoted lines follow it; otherwise it introduces all of the rest
};

// In order, without overlaps. Four kinds, of which only the last two need known words:
// - three or more "Word: value" lines, one with an address and one with a date;
// - up to four lines that contain a date or time and an address or name and end in a colon, before quoted lines, or
//   with an address so close to the colon that it can only be an introduction;
// - "----- Original message -----";
// - "##- Reply above this line -##".
// Cost: linear, each line is looked at a bounded number of times.
std::vector<ReplyHeader> reply_headers(std::string_view text, const std::vector<MailLine>& lines);

}  // namespace smartdesk::text

// Reads mail as tickets: one message of a .eml or .mbox file (RFC 5322, MIME; parsed by GMime).

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::formats {

struct Mail {
  std::string id;          // Message-ID without its brackets
  std::string created_at;  // ISO 8601 with its offset; empty if there is no date
  std::string from, to;    // addresses as written, UTF-8
  std::string subject;
  std::string body;         // the plain part, otherwise the HTML part as text
  std::string attachments;  // names, separated by "; "; never opened
  // Where the quoted replies, forwarded mails or signature at the end of the body begin, in bytes; body.size() if there
  // are none. The body keeps them.
  std::size_t own_text_end = 0;
};

// Accepts any bytes: missing or broken parts are empty. Thread-safe.
Mail parse_mail(std::string_view message);

// See Mail::own_text_end.
std::size_t own_text_end(std::string_view body);

}  // namespace smartdesk::formats

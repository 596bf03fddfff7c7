// Reads mail as tickets: one message of a .eml or .mbox file (RFC 5322, MIME; parsed by GMime).

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/encoding.h"

namespace smartdesk::formats {

struct Mail {
  std::string id;          // Message-ID without its brackets
  std::string created_at;  // ISO 8601 with its offset; empty if there is no date
  std::string from, to;    // addresses as written, UTF-8
  std::string subject;
  // All inline text in order, HTML as text; of alternatives the plain one unless it is blank. Attached mails follow
  // after a line that says so; the only one is the body if there is no other text. Calendars are no text.
  std::string body;
  std::string attachments;  // names, separated by "; "; never opened, except winmail.dat for its text
  text::Encoding encoding;  // of the part about which the program is least sure
};

// Accepts any bytes: missing or broken parts are empty. Leading blank lines, a byte order mark and a "From " line are
// skipped. charset: for parts whose own is missing or wrong; empty: detected. Thread-safe.
Mail parse_mail(std::string_view message, std::string_view charset = {});

// Whether a path is a message in a Maildir: in its cur/ or new/, with any name.
bool is_maildir_message(const std::string& path);

}  // namespace smartdesk::formats

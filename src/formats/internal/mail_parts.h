// Collects the text of a mail's parts, and the names of the others.

#pragma once

#include <string>
#include <string_view>

#include "text/encoding.h"

// GMime's own name. NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
typedef struct _GMimeMessage GMimeMessage;

namespace smartdesk::formats {

struct MailText {
  std::string text;         // all inline text in order; attached mails after it, each behind a line that says so
  std::string attachments;  // names, separated by "; "
  text::Encoding encoding;  // of the part about which the program is least sure
};

// charset: for parts whose own is missing or does not fit; empty: detected. Parts that are nested deeper than 50 levels
// are named among the attachments.
MailText text_of_mail(GMimeMessage* message, std::string_view charset);

// The text of a mail's `Name: value` header as valid UTF-8, decoded; empty if there is none.
std::string header_of(GMimeMessage* message, const char* name);

// The addresses of a header, as people write them: `Ann Lee <ann@example.com>, …`.
std::string addresses_of(GMimeMessage* message, const char* name);

}  // namespace smartdesk::formats

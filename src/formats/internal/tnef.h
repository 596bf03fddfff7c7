// Reads winmail.dat, in which Outlook sends a mail's text to programs that cannot read it (MS-OXTNEF).

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::formats {

struct TnefContent {
  std::string text;                      // UTF-8; the plain text, else that of HTML or RTF
  std::vector<std::string> attachments;  // names; never opened
};

// Accepts any bytes: what is broken or missing is empty. Thread-safe.
TnefContent read_tnef(std::string_view bytes);

}  // namespace smartdesk::formats

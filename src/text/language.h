// Detects the language of a text (Google's Compact Language Detector 2, Debian's libcld2).

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::text {

// ISO 639-1 code where there is one ("en", "de", "zh"); empty if the text is too short or too mixed. Accepts any bytes.
// Thread-safe. Cost: one pass, a few microseconds for a mail.
std::string detect_language(std::string_view text);

}  // namespace smartdesk::text

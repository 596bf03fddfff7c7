// The visible text of an HTML mail.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::text {

// Paragraphs, list items and line breaks become lines, and blanks are merged. Scripts, styles and comments are left
// out; links keep their words. Never fails: Gumbo parses any bytes as HTML. Pure; thread-safe.
std::string html_to_text(std::string_view html);

}  // namespace smartdesk::text

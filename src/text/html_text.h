// What a person reads of an HTML mail.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::text {

// Paragraphs, list items and line breaks become lines, blanks are drawn together; scripts, styles and comments are left
// out; links keep their words. Never fails: any bytes are some HTML (parsed by Gumbo). Pure; thread-safe.
std::string html_to_text(std::string_view html);

}  // namespace smartdesk::text

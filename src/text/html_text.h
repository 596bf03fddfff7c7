// The visible text of HTML: of mails, and of cells and strings in which other programs keep HTML.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::text {

// Paragraphs, list items and line breaks become lines, and blanks are merged. Scripts, styles and comments are left
// out; links keep their words. Never fails: Gumbo parses any bytes as HTML.
// Where thousands of elements are nested, which only an attack does, tags become line ends and entities stay.
// Pure; thread-safe.
std::string html_to_text(std::string_view html);

// Whether a text is HTML and not a text with a `<` in it: it begins with a doctype or `<html`, or has an element of a
// mail or an editor (p, div, span, b, a …) that is closed, or two line breaks (`<br>`). Cost: a scan for `<`.
bool is_html(std::string_view text);

// The visible text of a text that is HTML, also of HTML whose tags are written as entities (`&lt;p&gt;`, as GLPI
// exports it). nullopt: it is no HTML and stays as it is. Cost for plain text: a scan.
std::optional<std::string> text_if_html(std::string_view text);

// The same, or the text itself if it is no HTML. What comes from other programs goes through this once: a text that was
// made visible before can show tags, and would lose them.
std::string visible_text(std::string_view text);

// As visible_text(), but a text that is tags alone stays as it is, so that it is not taken for empty.
std::string visible_text_or_all(std::string_view text);

// The encoding that `<meta charset>` or `<meta http-equiv>` declares in the first 1024 bytes; empty if there is none.
std::string charset_in_html(std::string_view bytes);

}  // namespace smartdesk::text

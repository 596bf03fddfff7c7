// Escapes untrusted text for each output format.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::report {

// Escapes text for HTML content and quoted attributes.
std::string html_escaped(std::string_view text);

// Escapes text for a paragraph, list item or table cell of Markdown: one line without markup or HTML.
std::string markdown_escaped(std::string_view text);

// Escapes a CSV cell for spreadsheets: a text that would be run as a formula gets a leading apostrophe.
std::string spreadsheet_safe(std::string_view text);

// The first `most` code points on one line, with an ellipsis if there are more.
std::string excerpt(std::string_view text, std::size_t most);

// A file name of letters, digits, '-' and '_'; never empty.
std::string file_name(std::string_view text);

}  // namespace smartdesk::report

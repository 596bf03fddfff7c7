// Text that nobody vouches for, made safe for each place it is written to.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::report {

// For HTML text and quoted attributes.
std::string html_escaped(std::string_view text);

// For a paragraph, a list item or a table cell of Markdown: one line, in which nothing is markup or HTML.
std::string markdown_escaped(std::string_view text);

// For a CSV that people open in a spreadsheet: what would be run as a formula gets an apostrophe in front.
std::string spreadsheet_safe(std::string_view text);

// The first `most` code points on one line, with an ellipsis if there are more.
std::string excerpt(std::string_view text, std::size_t most);

// A name of letters, digits, '-' and '_' for a file; never empty.
std::string file_name(std::string_view text);

}  // namespace smartdesk::report

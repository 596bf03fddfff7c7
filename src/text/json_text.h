// JSON with plain numbers: Boost.JSON writes the number 1.5 as 1.5E0.

#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace smartdesk::text {

// Appends the text as a JSON string, with quotes. Only quotes, backslashes and control characters are escaped.
void append_json_text(std::string& out, std::string_view text);

// Without white space. A number is the shortest text that reads back as the same number. NaN and infinity, which JSON
// cannot hold, are null.
std::string json_text(const boost::json::value& value);

}  // namespace smartdesk::text

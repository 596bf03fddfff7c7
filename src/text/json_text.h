// JSON with plain numbers: Boost.JSON writes the number 1.5 as 1.5E0.

#pragma once

#include <boost/json.hpp>

#include <string>

namespace smartdesk::text {

// Without white space. A number is the shortest text that reads back as the same number. NaN and infinity, which JSON
// cannot hold, are null.
std::string json_text(const boost::json::value& value);

}  // namespace smartdesk::text

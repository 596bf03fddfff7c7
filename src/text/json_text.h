// JSON as people and programs expect to read it: Boost.JSON writes the number 1.5 as 1.5E0.

#pragma once

#include <boost/json.hpp>

#include <string>

namespace smartdesk::text {

// Without white space. A number is the shortest text that reads back as the same number, one that JSON cannot hold
// (NaN, infinity) is null.
std::string json_text(const boost::json::value& value);

}  // namespace smartdesk::text

// Helpers that read values from requests.

#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/described_json.h"
#include "http/request.h"
#include "prediction/ticket_message.h"

namespace smartdesk::server {

// The body, which must be a JSON object. Throws Problem (400).
boost::json::object object_of_body(const http::Request& request);

// The body as a T of server/api/. Throws Problem (400) that names the wrong field.
template <typename T>
T body_of(const http::Request& request) {
  return http::read_json<T>(http::json_of_body(request));
}

// value as an object. what: its name for the message, such as "Each ticket". Throws Problem (400).
const boost::json::object& object_in(const boost::json::value& value, const char* what);

// The number in the pattern's {name}. Throws Problem (404) if it is not a positive number.
std::int64_t number_in_path(const http::Request& request, std::string_view name);

// The author for histories and jobs: the user, or a placeholder if sign-in is off.
std::string who_asks(const http::Request& request);

}  // namespace smartdesk::server

#include "server/internal/reading.h"

#include <charconv>

#include "http/problem.h"

namespace smartdesk::server {

namespace json = boost::json;

json::object object_of_body(const http::Request& request) {
  auto value = http::json_of_body(request);
  object_in(value, "The body");
  return std::move(value.get_object());
}

const json::object& object_in(const json::value& value, const char* what) {
  if (!value.is_object()) throw http::Problem(400, std::string(what) + " must be a JSON object.");
  return value.get_object();
}

std::int64_t number_in_path(const http::Request& request, std::string_view name) {
  const auto& text = request.parameter(name);
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < 1)
    throw http::Problem(404, "There is nothing with the number \"" + text + "\" here.");
  return number;
}

std::string who_asks(const http::Request& request) {
  return request.identity.user.empty() ? "somebody at this machine" : request.identity.user;
}

}  // namespace smartdesk::server

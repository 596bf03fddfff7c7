#include "http/query_parameters.h"

#include <charconv>

#include "http/problem.h"

namespace smartdesk::http {

std::string TextParameter::read(const Request& request) const { return request.query_value(name).value_or(""); }

TextParameter::operator QueryParameter() const { return {std::string(name), std::string(what), {{"type", "string"}}}; }

std::int64_t NumberParameter::read(const Request& request) const {
  const auto text = request.query_value(name);
  if (!text) return otherwise;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (fault != std::errc() || end != text->data() + text->size() || number < low || number > high) {
    throw Problem(400, "The query parameter " + std::string(name) + " must be a whole number from " +
                           std::to_string(low) + " to " + std::to_string(high) + ".");
  }
  return number;
}

NumberParameter::operator QueryParameter() const {
  return {std::string(name),
          std::string(what),
          {{"type", "integer"}, {"minimum", low}, {"maximum", high}, {"default", otherwise}}};
}

}  // namespace smartdesk::http

#include "http/request.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>
#include <cassert>

#include "core/enum_names.h"
#include "http/problem.h"
#include "text/utf8.h"

namespace smartdesk::http {
namespace {

constexpr EnumNames<Method::kDelete> kMethods{"GET", "POST", "PUT", "PATCH", "DELETE"};
constexpr EnumNames<Role::kAdmin> kRoles{"nobody", "viewer", "agent", "admin"};

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<std::string> decoded(std::string_view text, char plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? plus : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  if (out.find('\0') != std::string::npos || text::first_invalid_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace

std::string_view name_of(Method method) { return kMethods[method]; }

std::string_view name_of(Role role) { return kRoles[role]; }

std::optional<Role> role_named(std::string_view name) { return kRoles.find(name); }

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (boost::beast::iequals(key, name)) return value;
  }
  return {};
}

const std::string& Request::parameter(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
  assert(found != parameters.end());
  return found->second;
}

std::optional<std::string> Request::query_value(std::string_view name) const {
  for (std::string_view rest = query; !rest.empty();) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) != name) continue;
    auto value = query_decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!value) throw Problem(400, "The query parameter " + std::string(name) + " is not percent-encoded UTF-8.");
    return value;
  }
  return std::nullopt;
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (!boost::beast::iequals(key, "Cookie")) continue;
    for (std::string_view rest = value; !rest.empty();) {
      const auto end = std::min(rest.find(';'), rest.size());
      auto pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) return pair.substr(name.size() + 1);
    }
  }
  return {};
}

boost::json::value json_of_body(const Request& request) {
  boost::system::error_code fault;
  auto value = boost::json::parse(request.body, fault);
  if (fault) throw Problem(400, "The request body is not valid JSON in UTF-8: " + fault.message() + ".");
  return value;
}

std::optional<std::string> percent_decoded(std::string_view text) { return decoded(text, '+'); }

std::optional<std::string> query_decoded(std::string_view text) { return decoded(text, ' '); }

}  // namespace smartdesk::http

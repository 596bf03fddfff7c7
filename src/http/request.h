// One HTTP request as a handler sees it: checked, decoded, with its body read.

#pragma once

#include <boost/describe/enum.hpp>
#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smartdesk::http {

// The server answers HEAD as GET without the body, and OPTIONS from the routes; handlers see neither.
enum class Method { kGet, kPost, kPut, kPatch, kDelete };

std::string_view name_of(Method method);

// Permissions; each role includes those before it.
enum class Role { kNobody, kViewer, kAgent, kAdmin };
BOOST_DESCRIBE_ENUM(Role, kViewer, kAgent, kAdmin)  // in JSON, nobody has the role null

// "nobody", "viewer", "agent", "admin", and the reverse.
std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);

// The client's user and role.
struct Identity {
  std::string user;  // empty: nobody has signed in
  Role role = Role::kNobody;
};

// A plain value; not shared between threads.
struct Request {
  Method method = Method::kGet;
  std::string path;   // as sent, without the query: for matching, not for display
  std::string query;  // as sent, without the '?'
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<std::string, std::string>> parameters;  // of the route's pattern, decoded
  std::string body;
  std::string body_file;   // for BodyStorage::kFile: the file with the body; removed after the handler returns,
                           // unless the handler has moved it
  std::string client;      // the client's address; behind a trusted proxy, the address from X-Forwarded-For
  bool is_secure = false;  // over TLS, to this server or to a trusted proxy
  Identity identity;

  // The header's value (names are case-insensitive); empty if it is absent.
  std::string_view header(std::string_view name) const;

  // The value of {name} in the route's pattern. The pattern must contain it.
  const std::string& parameter(std::string_view name) const;

  // The query parameter, percent-decoded; nullopt if it is absent. Throws Problem (400) if it is not UTF-8.
  std::optional<std::string> query_value(std::string_view name) const;

  // The value of a cookie; empty if it is absent.
  std::string_view cookie(std::string_view name) const;
};

// The body as JSON. Throws Problem (400) naming what is wrong.
boost::json::value json_of_body(const Request& request);

// Decodes %41 to A (and in a query + to a space). nullopt for a broken escape, a NUL, or text that is not UTF-8.
std::optional<std::string> percent_decoded(std::string_view text);
std::optional<std::string> query_decoded(std::string_view text);

}  // namespace smartdesk::http

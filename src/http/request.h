// One HTTP request as a handler sees it: checked, decoded, its body read.

#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smartdesk::http {

// HEAD is answered as GET without its body and OPTIONS from the table of routes; no handler sees them.
enum class Method { kGet, kPost, kPut, kPatch, kDelete };

std::string_view name_of(Method method);

// What somebody may do; each role may do what those before it may.
enum class Role { kNobody, kViewer, kAgent, kAdmin };

// "nobody", "viewer", "agent", "admin", and back.
std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);

// Who asks.
struct Identity {
  std::string user;  // empty: nobody has signed in
  Role role = Role::kNobody;
};

// A value, of one request alone.
struct Request {
  Method method = Method::kGet;
  std::string path;   // as sent, without the query: for matching, not for showing
  std::string query;  // as sent, without the '?'
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<std::string, std::string>> parameters;  // of the route's pattern, decoded
  std::string body;
  std::string body_file;   // of a route with BodyStorage::kFile: where the body is; removed once the handler has
                           // returned, unless the handler moved it away
  std::string client;      // the client's address; behind a trusted proxy the one that it names
  bool is_secure = false;  // came over TLS, here or to a trusted proxy
  Identity identity;

  // The header's value, whatever the case of its name; empty if it is not there.
  std::string_view header(std::string_view name) const;

  // What stands for {name} in the route's pattern. name must be in it.
  const std::string& parameter(std::string_view name) const;

  // The query's parameter, percent-decoded; nothing if it is not there. Throws Problem (400) if it is no UTF-8.
  std::optional<std::string> query_value(std::string_view name) const;

  // A number of the query from low to high, `otherwise` if it is not there. Throws Problem (400) with what is allowed.
  std::int64_t query_number(std::string_view name, std::int64_t otherwise, std::int64_t low, std::int64_t high) const;

  // The value of one of the cookies; empty if it is not there.
  std::string_view cookie(std::string_view name) const;
};

// The body as JSON. Throws Problem (400) naming what is wrong.
boost::json::value json_of_body(const Request& request);

// %41 as A (and in a query + as a space). Nothing for a broken escape, a NUL, or what is not UTF-8.
std::optional<std::string> percent_decoded(std::string_view text);
std::optional<std::string> query_decoded(std::string_view text);

}  // namespace smartdesk::http

// The table of routes: the required role, the cost and the handler of each. OpenAPI, the documentation page and the
// metrics use the same table.

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/described_json.h"
#include "http/query_parameters.h"
#include "http/request.h"
#include "http/response.h"

namespace smartdesk::http {

// kQuick: well below a millisecond; runs on an I/O thread unless the body is long. kSlow: runs on one of a few workers,
// and is refused (503) when too many requests wait. kHashing: as kSlow on workers of its own, so that a flood of
// sign-ins, whose passwords are slow to check on purpose, does not hold up other requests.
enum class Cost { kQuick, kSlow, kHashing };

// Requests per client address (429 beyond): unlimited, limited as writes, limited as sign-ins.
enum class RateLimit { kNone, kWrite, kSignIn };

// Where the request body is stored: Request::body, or a file named by Request::body_file.
enum class BodyStorage { kMemory, kFile };

// Throws Problem, or Error (see problem_of). Called from several threads at once.
using Handler = std::function<Response(const Request&)>;

// A request or response body, for the documentation.
struct Content {
  std::string type = "application/json";  // empty: no body
  std::string what = {};                  // one sentence
  std::string example = {};               // JSON if the type is JSON; may be empty
  int status = 200;                       // of a response
  SchemaWriter schema = nullptr;          // of JSON; null: none
};

// A JSON body of type T (see http/described_json.h).
template <typename T>
Content json_content(std::string what, std::string example = "", int status = 200) {
  return {"application/json", std::move(what), std::move(example), status, schema_of<T>};
}

inline constexpr std::size_t kUsualBodyLimit = std::size_t{1} << 20;

struct Route {
  Method method = Method::kGet;
  std::string pattern;       // "/api/v1/tickets/{id}/labels"; {name} matches one whole segment
  Role role = Role::kAdmin;  // the minimum role
  std::string summary;       // one line; empty: not documented
  Handler handler;
  Cost cost = Cost::kSlow;
  RateLimit rate_limit = RateLimit::kNone;
  std::size_t body_limit = kUsualBodyLimit;  // bytes; 413 beyond
  std::size_t lines_limit = 0;               // the limit for application/x-ndjson; 0: body_limit
  BodyStorage body_storage = BodyStorage::kMemory;
  std::vector<QueryParameter> query = {};
  std::optional<Content> takes = {};
  Content answers = {};
};

// Filled at startup, then immutable and safe to share between threads.
class Router {
 public:
  // Each method and pattern may be added once. Literal segments match before {names}, regardless of the order of
  // adding.
  void add(Route route);

  struct Match {
    const Route* route = nullptr;
    std::vector<std::pair<std::string, std::string>> parameters;  // decoded
  };

  // path: as sent. Throws Problem: 404 if no pattern matches, 405 with Allow if the path exists but not for this
  // method, 400 for a broken escape. Cost: one comparison per route.
  Match match(Method method, std::string_view path) const;

  // The methods of a path, with HEAD and OPTIONS, for Allow: "GET, HEAD, OPTIONS"; empty if the path is unknown.
  std::string allowed(std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;  // in matching order
};

}  // namespace smartdesk::http

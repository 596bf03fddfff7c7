// The table of routes: who may ask what, what it costs and who answers. OpenAPI, the documentation page and the metrics
// are made from the same table.

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace smartdesk::http {

// kQuick: far below a millisecond; runs on an I/O thread unless the body is long. kSlow: runs on one of a few workers,
// and is refused (503) when too many wait.
enum class Cost { kQuick, kSlow };

// How often one client address may ask (429 beyond): as it likes, as writes go, as guesses at passwords go.
enum class RateLimit { kNone, kWrite, kSignIn };

// Where a request's body is put: Request::body, or a file named by Request::body_file.
enum class BodyStorage { kMemory, kFile };

// Throws Problem, or Error (see problem_of). Called by several threads at a time.
using Handler = std::function<Response(const Request&)>;

// What goes in or out, for the documentation.
struct Content {
  std::string type = "application/json";  // empty: no body
  std::string what = {};                  // one sentence
  std::string example = {};               // JSON if the type is; may be empty
  int status = 200;                       // of an answer
};

struct QueryParameter {
  std::string name, what;
};

inline constexpr std::size_t kUsualBodyLimit = std::size_t{1} << 20;

struct Route {
  Method method = Method::kGet;
  std::string pattern;       // "/api/v1/tickets/{id}/labels"; {name} stands for one whole segment
  Role role = Role::kAdmin;  // the least that may ask
  std::string summary;       // one line; empty: not documented
  Handler handler;
  Cost cost = Cost::kSlow;
  RateLimit rate_limit = RateLimit::kNone;
  std::size_t body_limit = kUsualBodyLimit;  // bytes; 413 beyond
  std::size_t lines_limit = 0;               // the same of application/x-ndjson; 0: as body_limit
  BodyStorage body_storage = BodyStorage::kMemory;
  std::vector<QueryParameter> query = {};
  std::optional<Content> takes = {};
  Content answers = {};
};

// Filled at the start, then immutable and safe to share between threads.
class Router {
 public:
  // A pattern and method may be added once; literal segments go before {names}, whatever the order of adding.
  void add(Route route);

  struct Match {
    const Route* route = nullptr;
    std::vector<std::pair<std::string, std::string>> parameters;  // decoded
  };

  // path: as sent. Throws Problem: 404 if no pattern fits, 405 with Allow if one does but not with this method, 400 for
  // a broken escape. Cost: one comparison per route.
  Match match(Method method, std::string_view path) const;

  // The methods that a path answers, with HEAD and OPTIONS, for Allow: "GET, HEAD, OPTIONS"; empty if it is unknown.
  std::string allowed(std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;  // in order of matching
};

}  // namespace smartdesk::http

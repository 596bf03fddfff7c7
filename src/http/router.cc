#include "http/router.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "http/problem.h"

namespace smartdesk::http {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

bool is_name(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// Whether the path matches the pattern; calls found(name, raw) for each {name}.
template <typename Found>
bool fits(std::string_view pattern, std::string_view path, const Found& found) {
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = take_segment(pattern), given = take_segment(path);
    if (!is_name(wanted)) {
      if (wanted != given) return false;
    } else if (given.empty()) {
      return false;
    } else {
      found(wanted.substr(1, wanted.size() - 2), given);
    }
  }
  return pattern.empty() && path.empty();
}

bool fits(std::string_view pattern, std::string_view path) {
  return fits(pattern, path, [](auto, auto) {});
}

Parameters parameters_of(std::string_view pattern, std::string_view path) {
  Parameters parameters;
  fits(pattern, path, [&](std::string_view name, std::string_view raw) {
    auto value = percent_decoded(raw);
    if (!value) throw Problem(400, "The path is not percent-encoded UTF-8.");
    parameters.emplace_back(name, std::move(*value));
  });
  return parameters;
}

// Sorts literal segments before names, segment by segment.
std::string order_of(std::string_view pattern) {
  std::string order;
  while (!pattern.empty()) {
    const auto segment = take_segment(pattern);
    (order += '/') += is_name(segment) ? "\x7f" : segment;
  }
  return order;
}

}  // namespace

void Router::add(Route route) {
  assert(route.pattern.starts_with('/') && route.handler);
  const auto order = order_of(route.pattern);
  const auto position =
      std::upper_bound(routes_.begin(), routes_.end(), order,
                       [](const std::string& wanted, const Route& other) { return wanted < order_of(other.pattern); });
  assert(std::none_of(routes_.begin(), routes_.end(), [&](const Route& other) {
    return other.method == route.method && order_of(other.pattern) == order;
  }));
  routes_.insert(position, std::move(route));
}

Router::Match Router::match(Method method, std::string_view path) const {
  if (path.starts_with('/')) {
    for (const auto& route : routes_) {
      if (route.method == method && fits(route.pattern, path)) return {&route, parameters_of(route.pattern, path)};
    }
  }
  const auto methods = allowed(path);
  if (methods.empty()) throw Problem(404, "This path does not exist. See /docs for all paths.");
  throw Problem(405, "This path supports only " + methods + ".").with_header("Allow", methods);
}

std::string Router::allowed(std::string_view path) const {
  if (!path.starts_with('/')) return "";
  std::string methods;
  for (const auto method : {Method::kGet, Method::kPost, Method::kPut, Method::kPatch, Method::kDelete}) {
    const bool answers = std::any_of(routes_.begin(), routes_.end(), [&](const Route& route) {
      return route.method == method && fits(route.pattern, path);
    });
    if (answers) methods.append(name_of(method)).append(method == Method::kGet ? ", HEAD, " : ", ");
  }
  return methods.empty() ? methods : methods + "OPTIONS";
}

}  // namespace smartdesk::http

// Errors, health checks and the API document (see accounts.h).

#pragma once

#include <boost/json.hpp>
#include <string>

#include "http/described_json.h"

namespace smartdesk::server {
namespace api {

// RFC 9457.
struct Problem {
  std::string type, title;
  int status = 0;
  std::string detail;
  http::Omittable<std::string> code;  // what programs react to, such as "no_model"
};
BOOST_DESCRIBE_STRUCT(Problem, (), (type, title, status, detail, code))

struct Health {
  std::string status, version;
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, version))

struct Readiness {
  std::string status;
};
BOOST_DESCRIBE_STRUCT(Readiness, (), (status))

struct OpenApiDocument {
  std::string openapi;
  boost::json::object info, paths, components;
  boost::json::array security;
};
BOOST_DESCRIBE_STRUCT(OpenApiDocument, (), (openapi, info, paths, components, security))

}  // namespace api
}  // namespace smartdesk::server

// The API documentation for machines (OpenAPI 3.1) and for people.

#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "http/router.h"

namespace smartdesk::server {

boost::json::object openapi_document(const http::Router& router, const std::string& version);

// One page without scripts; its stylesheet is /docs.css.
std::string documentation_page(const http::Router& router, const std::string& version);

}  // namespace smartdesk::server

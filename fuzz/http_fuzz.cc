// Parses any bytes as an HTTP request. The gate admits it or refuses it with a Problem.

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/json.hpp>
#include <cstdint>

#include "http/internal/gate.h"
#include "http/problem.h"

namespace {

using namespace smartdesk;

std::shared_ptr<const http::Router> router() {
  auto made = std::make_shared<http::Router>();
  for (const auto* pattern : {"/", "/things", "/things/{id}", "/things/{id}/{part}"}) {
    for (const auto method : {http::Method::kGet, http::Method::kPost}) {
      http::Route route;
      route.method = method;
      route.pattern = pattern;
      route.role = http::Role::kViewer;
      route.handler = [](const http::Request&) { return http::no_content(); };
      made->add(std::move(route));
    }
  }
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const http::ServerOptions options = [] {
    http::ServerOptions made;
    made.trusted_proxies = {"127.0.0.1", "10.0.0.0/8"};
    made.limits.writes_per_second = made.limits.sign_ins_per_minute = 1e12;
    return made;
  }();
  static http::Gate gate(options, router());
  boost::beast::http::request_parser<boost::beast::http::buffer_body> parser;
  parser.header_limit(8192);
  boost::system::error_code fault;
  parser.put(boost::asio::buffer(data, size), fault);
  if (!parser.is_header_done()) return 0;
  http::Admitted admitted;
  try {
    gate.admit(parser.get().base(), {"127.0.0.1", "127.0.0.1", false}, admitted);
    auto& request = admitted.request;
    request.query_value("q");
    http::NumberParameter{"n", "", 1, 0, 10}.read(request);
    request.cookie("session");
    request.body.assign(reinterpret_cast<const char*>(data), size);
    http::json_of_body(request);
  } catch (const http::Problem& problem) {
    (void)problem.response();
  }
  return 0;
}

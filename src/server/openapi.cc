#include "server/openapi.h"

#include <boost/json.hpp>

#include "report/markup.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// "post_api_v1_tickets_id"
std::string operation_id(const http::Route& route) {
  std::string id = lower(name_of(route.method));
  for (const char c : route.pattern) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_plain) {
      id += c;
    } else if (id.back() != '_') {
      id += '_';
    }
  }
  while (id.back() == '_') id.pop_back();
  return id;
}

json::array parameters_of(const http::Route& route) {
  json::array parameters;
  for (auto open = route.pattern.find('{'); open != std::string::npos; open = route.pattern.find('{', open + 1)) {
    const auto name = route.pattern.substr(open + 1, route.pattern.find('}', open) - open - 1);
    parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  for (const auto& query : route.query) {
    parameters.push_back(
        {{"name", query.name}, {"in", "query"}, {"description", query.what}, {"schema", {{"type", "string"}}}});
  }
  return parameters;
}

json::object media_of(const http::Content& content) {
  json::object media;
  if (content.type == "application/json") {
    media["schema"] = json::object{{"type", "object"}};
    if (!content.example.empty()) media["example"] = json::parse(content.example);
  } else {
    media["schema"] = json::object{{"type", "string"}};
    if (!content.example.empty()) media["example"] = content.example;
  }
  return {{content.type, std::move(media)}};
}

json::object responses_of(const http::Route& route) {
  json::object answer{{"description", route.answers.what.empty() ? route.summary : route.answers.what}};
  if (!route.answers.type.empty()) answer["content"] = media_of(route.answers);
  return {{std::to_string(route.answers.status), std::move(answer)},
          {"default", {{"$ref", "#/components/responses/Problem"}}}};
}

json::object operation_of(const http::Route& route) {
  json::object operation{{"operationId", operation_id(route)},
                         {"summary", route.summary},
                         {"description", "Minimum role: " + std::string(name_of(route.role)) + "."},
                         {"responses", responses_of(route)}};
  if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
  if (route.takes) {
    operation["requestBody"] =
        json::object{{"required", true}, {"description", route.takes->what}, {"content", media_of(*route.takes)}};
  }
  if (route.role == http::Role::kNobody) operation["security"] = json::array();
  return operation;
}

json::object components() {
  const json::object schema{{"type", "object"},
                            {"properties",
                             {{"type", {{"type", "string"}}},
                              {"title", {{"type", "string"}}},
                              {"status", {{"type", "integer"}}},
                              {"detail", {{"type", "string"}}}}}};
  const json::object problem{
      {"description", "The reason for an error (RFC 9457)."},
      {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
  return {{"schemas", {{"Problem", schema}}},
          {"responses", {{"Problem", problem}}},
          {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}};
}

std::string documentation_of(const http::Route& route) {
  const auto head = std::string(name_of(route.method)) + " " + route.pattern;
  std::string page = "<section id=\"" + operation_id(route) + "\"><h2><code>" + report::html_escaped(head) +
                     "</code></h2><p>" + report::html_escaped(route.summary) + "</p><p class=\"role\">" +
                     std::string(name_of(route.role)) + "</p>";
  const auto add_content = [&](const char* title, const http::Content& content) {
    page += std::string("<h3>") + title + "</h3><p>" + report::html_escaped(content.type) + ": " +
            report::html_escaped(content.what) + "</p>";
    if (!content.example.empty()) page += "<pre><code>" + report::html_escaped(content.example) + "</code></pre>";
  };
  if (!route.query.empty()) {
    page += "<h3>Query</h3><dl>";
    for (const auto& query : route.query)
      page += "<dt><code>" + report::html_escaped(query.name) + "</code></dt><dd>" + report::html_escaped(query.what) +
              "</dd>";
    page += "</dl>";
  }
  if (route.takes) add_content("Request", *route.takes);
  if (!route.answers.type.empty()) add_content("Response", route.answers);
  return page + "</section>";
}

}  // namespace

json::object openapi_document(const http::Router& router, const std::string& version) {
  json::object paths;
  for (const auto& route : router.routes()) {
    if (route.summary.empty()) continue;
    auto& path = paths[route.pattern];
    if (!path.is_object()) path = json::object();
    path.get_object()[lower(name_of(route.method))] = operation_of(route);
  }
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "SmartDesk"},
            {"version", version},
            {"description", "Sentiment, urgency, category and a summary of support tickets, on your own machine."}}},
          {"paths", std::move(paths)},
          {"components", components()},
          {"security", json::array{json::object{{"token", json::array()}}}}};
}

std::string documentation_page(const http::Router& router, const std::string& version) {
  std::string page =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>SmartDesk API</title>"
      "<meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"/docs.css\"></head>"
      "<body><main><h1>SmartDesk API " +
      report::html_escaped(version) +
      "</h1><p>For machines: <a href=\"/openapi.json\">openapi.json</a>. Send <code>Authorization: Bearer "
      "TOKEN</code> for routes that require a role. Errors are <code>application/problem+json</code>.</p>";
  for (const auto& route : router.routes()) {
    if (!route.summary.empty()) page += documentation_of(route);
  }
  return page + "</main></body></html>\n";
}

}  // namespace smartdesk::server

#include "server/openapi.h"

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "report/markup.h"
#include "server/api/service.h"
#include "text/json_text.h"

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

// A number in a path is at least 1, and is called id; other names are texts.
json::value schema_in_path(std::string_view name) {
  if (name == "id") return {{"type", "integer"}, {"minimum", 1}};
  return {{"type", "string"}};
}

json::array parameters_of(const http::Route& route) {
  json::array parameters;
  for (auto open = route.pattern.find('{'); open != std::string::npos; open = route.pattern.find('{', open + 1)) {
    const auto name = route.pattern.substr(open + 1, route.pattern.find('}', open) - open - 1);
    parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", schema_in_path(name)}});
  }
  for (const auto& query : route.query) {
    parameters.push_back(
        {{"name", query.name}, {"in", "query"}, {"description", query.what}, {"schema", query.schema}});
  }
  return parameters;
}

// Named schemas of the content are added to `schemas`.
json::object media_of(const http::Content& content, json::object& schemas) {
  json::object media;
  if (content.schema == nullptr) {
    media["schema"] = json::object{{"type", "string"}};
  } else {
    media["schema"] = content.schema(schemas);
    if (!content.example.empty()) media["example"] = json::parse(content.example);
  }
  return {{content.type, std::move(media)}};
}

json::object responses_of(const http::Route& route, json::object& schemas) {
  json::object answer{{"description", route.answers.what.empty() ? route.summary : route.answers.what}};
  if (!route.answers.type.empty()) answer["content"] = media_of(route.answers, schemas);
  return {{std::to_string(route.answers.status), std::move(answer)},
          {"default", {{"$ref", "#/components/responses/Problem"}}}};
}

json::object operation_of(const http::Route& route, json::object& schemas) {
  json::object operation{{"operationId", operation_id(route)},
                         {"summary", route.summary},
                         {"description", "Minimum role: " + std::string(name_of(route.role)) + "."},
                         {"responses", responses_of(route, schemas)}};
  if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
  if (route.takes) {
    operation["requestBody"] = json::object{
        {"required", true}, {"description", route.takes->what}, {"content", media_of(*route.takes, schemas)}};
  }
  if (route.role == http::Role::kNobody) operation["security"] = json::array();
  return operation;
}

json::object components(json::object schemas) {
  const json::object problem{
      {"description", "The reason for an error (RFC 9457)."},
      {"content", {{"application/problem+json", {{"schema", http::schema_of<api::Problem>(schemas)}}}}}};
  return {{"schemas", std::move(schemas)},
          {"responses", {{"Problem", problem}}},
          {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}};
}

// "integer, 1 to 200, default 50", "newest or oldest, default newest", "list of Ticket"
std::string type_text(const json::object& schema) {
  if (const auto* reference = schema.if_contains("$ref")) {
    const std::string_view path = reference->get_string();
    return std::string(path.substr(path.rfind('/') + 1));
  }
  if (const auto* any = schema.if_contains("anyOf")) {
    std::vector<std::string> types;
    for (const auto& each : any->get_array()) types.push_back(type_text(each.get_object()));
    return http::choice_of(types);
  }
  std::string text = "any";
  if (const auto* type = schema.if_contains("type"))
    text = type->is_string() ? std::string(type->get_string())
                             : http::choice_of(json::value_to<std::vector<std::string>>(*type));
  if (const auto* items = schema.if_contains("items")) text = "list of " + type_text(items->get_object());
  if (const auto* names = schema.if_contains("enum"))
    text = http::choice_of(json::value_to<std::vector<std::string>>(*names));
  if (const auto* low = schema.if_contains("minimum"); low != nullptr && schema.contains("maximum"))
    text += ", " + text::json_text(*low) + " to " + text::json_text(schema.at("maximum"));
  if (const auto* value = schema.if_contains("default"))
    text += ", default " + (value->is_string() ? std::string(value->get_string()) : text::json_text(*value));
  return text;
}

// The members of the struct that a schema names; empty if it is another schema.
std::string fields_of(http::SchemaWriter schema) {
  json::object schemas;
  const auto name = type_text(schema(schemas).get_object());
  const auto* found = schemas.if_contains(name);
  if (found == nullptr) return "<p><code>" + report::html_escaped(name) + "</code></p>";
  std::string page = "<p><code>" + report::html_escaped(name) + "</code></p><dl>";
  for (const auto& [key, member] : found->get_object().at("properties").get_object()) {
    page += "<dt><code>" + report::html_escaped(std::string(key)) + "</code></dt><dd>" +
            report::html_escaped(type_text(member.get_object())) + "</dd>";
  }
  return page + "</dl>";
}

std::string documentation_of(const http::Route& route) {
  const auto head = std::string(name_of(route.method)) + " " + route.pattern;
  std::string page = "<section id=\"" + operation_id(route) + "\"><h2><code>" + report::html_escaped(head) +
                     "</code></h2><p>" + report::html_escaped(route.summary) + "</p><p class=\"role\">" +
                     std::string(name_of(route.role)) + "</p>";
  const auto add_content = [&](const char* title, const http::Content& content) {
    page += std::string("<h3>") + title + "</h3><p>" + report::html_escaped(content.type) + ": " +
            report::html_escaped(content.what) + "</p>";
    if (content.schema != nullptr) page += fields_of(content.schema);
    if (!content.example.empty()) page += "<pre><code>" + report::html_escaped(content.example) + "</code></pre>";
  };
  if (!route.query.empty()) {
    page += "<h3>Query</h3><dl>";
    for (const auto& query : route.query)
      page += "<dt><code>" + report::html_escaped(query.name) + "</code></dt><dd>" + report::html_escaped(query.what) +
              " (" + report::html_escaped(type_text(query.schema)) + ")</dd>";
    page += "</dl>";
  }
  if (route.takes) add_content("Request", *route.takes);
  if (!route.answers.type.empty()) add_content("Response", route.answers);
  return page + "</section>";
}

}  // namespace

json::object openapi_document(const http::Router& router, const std::string& version) {
  json::object paths, schemas;
  for (const auto& route : router.routes()) {
    if (route.summary.empty()) continue;
    auto& path = paths[route.pattern];
    if (!path.is_object()) path = json::object();
    path.get_object()[lower(name_of(route.method))] = operation_of(route, schemas);
  }
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "SmartDesk"},
            {"version", version},
            {"description", "Sentiment, urgency, category and a summary of support tickets, on your own machine."}}},
          {"paths", std::move(paths)},
          {"components", components(std::move(schemas))},
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

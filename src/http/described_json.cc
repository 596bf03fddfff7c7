#include "http/described_json.h"

#include <boost/core/demangle.hpp>

#include "http/problem.h"

namespace smartdesk::http {

namespace json = boost::json;

std::string choice_of(const std::vector<std::string>& names) {
  std::string choice;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) choice += i + 1 == names.size() ? " or " : ", ";
    choice += names[i];
  }
  return choice;
}

std::string json_name(std::string_view enumerator) {
  if (enumerator.starts_with('k')) enumerator.remove_prefix(1);
  std::string name;
  for (const char c : enumerator) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && !name.empty()) name += '_';
    name += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

std::string schema_name(const std::type_info& type) {
  const auto name = boost::core::demangle(type.name());
  const auto colon = name.rfind(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

json::value reference_to(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

json::value with_null(json::value schema) {
  auto& object = schema.get_object();
  if (object.empty()) return schema;  // accepts everything
  if (auto* any = object.if_contains("anyOf")) {
    const json::value null{{"type", "null"}};
    auto& choices = any->get_array();
    if (choices.back() != null) choices.push_back(null);
  } else if (auto* type = object.if_contains("type")) {
    if (type->is_string()) *type = json::array{*type, "null"};
  } else {
    return {{"anyOf", json::array{schema, json::value{{"type", "null"}}}}};
  }
  return schema;
}

void refuse_missing(std::string_view field) { throw Problem(400, '"' + std::string(field) + "\" is missing."); }

void refuse(const std::string& what, std::string_view expected) {
  throw Problem(400, what + " must be " + std::string(expected) + ".");
}

const json::object& read_object(const json::value& json, const std::string& what) {
  if (!json.is_object()) refuse(what, "a JSON object");
  return json.get_object();
}

const json::array& read_array(const json::value& json, const std::string& what) {
  if (!json.is_array()) refuse(what, "a list");
  return json.get_array();
}

std::string read_text(const json::value& json, const std::string& what) {
  if (!json.is_string()) refuse(what, "a string");
  std::string text(json.get_string());
  if (text.find('\0') != std::string::npos) throw Problem(400, what + " contains a NUL character.");
  return text;
}

}  // namespace smartdesk::http

#include "models/origin.h"

#include <boost/json.hpp>

namespace smartdesk::models {

namespace json = boost::json;

std::string origin_text(const Origin& origin, std::string_view created_at) {
  json::array files, languages;
  for (const auto& file : origin.files) files.push_back({{"name", file.name}, {"sha256", file.sha256}});
  for (const auto& one : origin.languages) languages.push_back({{"code", one.code}, {"rows", one.rows}});
  return json::serialize(json::object{{"created_at", created_at},
                                      {"program", origin.program},
                                      {"profile", origin.profile},
                                      {"files", std::move(files)},
                                      {"languages", std::move(languages)}});
}

Origin origin_from(std::string_view text, std::string& created_at) {
  const auto value = json::parse(text);
  Origin origin{
      json::value_to<std::string>(value.at("program")), json::value_to<std::string>(value.at("profile")), {}, {}};
  created_at = value.at("created_at").as_string();
  for (const auto& file : value.at("files").as_array()) {
    origin.files.push_back(
        {json::value_to<std::string>(file.at("name")), json::value_to<std::string>(file.at("sha256"))});
  }
  for (const auto& one : value.at("languages").as_array())
    origin.languages.push_back(
        {json::value_to<std::string>(one.at("code")), one.at("rows").to_number<std::uint64_t>()});
  return origin;
}

}  // namespace smartdesk::models

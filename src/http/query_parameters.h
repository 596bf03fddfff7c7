// Parameters of a route's query: one definition reads the value, with its default and range, and describes it.

#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "http/described_json.h"
#include "http/request.h"

namespace smartdesk::http {

// The description of a parameter, for the documentation. The types below convert to it.
struct QueryParameter {
  std::string name, what;      // what: one sentence
  boost::json::object schema;  // JSON Schema of the value
};

// A text; empty by default. read() throws Problem (400) if it is not UTF-8.
struct TextParameter {
  std::string_view name, what;

  std::string read(const Request& request) const;
  operator QueryParameter() const;
};

// A whole number from low to high. read() throws Problem (400) with the allowed range.
struct NumberParameter {
  std::string_view name, what;
  std::int64_t otherwise, low, high;  // otherwise: if the parameter is absent

  std::int64_t read(const Request& request) const;
  operator QueryParameter() const;
};

// One of the names of a described enum. read() throws Problem (400) with the names.
template <DescribedEnum E>
struct ChoiceParameter {
  std::string_view name, what;
  E otherwise;  // if the parameter is absent

  E read(const Request& request) const {
    const auto given = request.query_value(name);
    return given ? read_json<E>(boost::json::string(*given), "The query parameter " + std::string(name)) : otherwise;
  }
  operator QueryParameter() const {
    boost::json::array names;
    for (const auto& each : names_of<E>()) names.emplace_back(each);
    return {std::string(name),
            std::string(what),
            {{"type", "string"}, {"enum", std::move(names)}, {"default", json_of(otherwise)}}};
  }
};

}  // namespace smartdesk::http

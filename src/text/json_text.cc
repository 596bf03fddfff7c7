#include "text/json_text.h"

#include <fmt/format.h>

#include <cmath>

namespace smartdesk::text {
namespace {

namespace json = boost::json;

void append(std::string& out, const json::value& value);

void append(std::string& out, const json::array& items) {
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    append(out, items[i]);
  }
  out += ']';
}

void append(std::string& out, const json::object& members) {
  out += '{';
  bool is_first = true;
  for (const auto& member : members) {
    if (!std::exchange(is_first, false)) out += ',';
    out += json::serialize(member.key());
    out += ':';
    append(out, member.value());
  }
  out += '}';
}

void append(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::array:
      return append(out, value.get_array());
    case json::kind::object:
      return append(out, value.get_object());
    case json::kind::double_:
      if (!std::isfinite(value.get_double())) {
        out += "null";
      } else {
        fmt::format_to(std::back_inserter(out), "{}", value.get_double());
      }
      return;
    default:
      out += json::serialize(value);
  }
}

}  // namespace

std::string json_text(const json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace smartdesk::text

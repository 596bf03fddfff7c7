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
    append_json_text(out, member.key());
    out += ':';
    append(out, member.value());
  }
  out += '}';
}

void append(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return append_json_text(out, value.get_string());
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

// What follows the backslash; 0 if there is no short form.
char short_escape(char c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    case '"':
    case '\\':
      return c;
    default:
      return 0;
  }
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"' && c != '\\') {
      out += c;
    } else if (const char escape = short_escape(c); escape != 0) {
      (out += '\\') += escape;
    } else {
      out.append("\\u00").append({kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  out += '"';
}

std::string json_text(const json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace smartdesk::text

#include "core/internal/label_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "core/label_spelling.h"

namespace smartdesk {
namespace {

// The same list in JSON: Python puts texts in single quotes and writes None for null. nullopt: a quote is open.
std::optional<std::string> as_json(std::string_view list) {
  constexpr std::string_view kNone = "None";
  std::string json;
  char quote = '\0';
  for (std::size_t i = 0; i < list.size(); ++i) {
    const char c = list[i];
    if (quote == '\0' && list.substr(i).starts_with(kNone)) {
      json += "null";
      i += kNone.size() - 1;
    } else if (quote == '\0') {
      if (c == '\'' || c == '"') quote = c;
      json += c == '\'' ? '"' : c;
    } else if (c == '\\' && i + 1 < list.size()) {
      ++i;
      json += list[i] == '\'' ? std::string("'") : std::string{'\\', list[i]};
    } else if (c == quote) {
      quote = '\0';
      json += '"';
    } else {
      json += c == '"' ? std::string("\\\"") : std::string(1, c);
    }
  }
  return quote == '\0' ? std::optional(json) : std::nullopt;
}

std::optional<std::vector<std::string>> entries_of(std::string_view json) {
  boost::system::error_code broken;
  const auto value = boost::json::parse(json, broken);
  if (broken || !value.is_array()) return std::nullopt;
  std::vector<std::string> entries;
  for (const auto& entry : value.get_array()) {
    if (entry.is_string()) {
      entries.emplace_back(entry.get_string());
    } else if (entry.is_number()) {
      entries.push_back(fmt::format("{}", entry.to_number<double>()));
    } else if (!entry.is_null()) {
      return std::nullopt;
    }
  }
  return entries;
}

}  // namespace

std::optional<std::vector<std::string>> list_entries(std::string_view cell) {
  cell = trimmed_label(cell);
  if (!cell.starts_with('[') || !cell.ends_with(']')) return std::nullopt;
  if (auto entries = entries_of(cell)) return entries;
  const auto json = cell.find('\'') == std::string_view::npos ? std::nullopt : as_json(cell);
  return json ? entries_of(*json) : std::nullopt;
}

std::vector<std::string> parts_between(std::string_view cell, char separator) {
  std::vector<std::string> parts;
  while (!cell.empty()) {
    const auto end = std::min(cell.find(separator), cell.size());
    const auto part = trimmed_label(cell.substr(0, end));
    if (!label_name(part).empty()) parts.emplace_back(part);
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return parts;
}

std::string_view trimmed_label(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace smartdesk

#include "formats/internal/repeated_columns.h"

#include <algorithm>
#include <unordered_map>

namespace smartdesk::formats {
namespace {

std::vector<std::string> with_numbers_for_unnamed(std::vector<std::string> names) {
  if (std::count(names.begin(), names.end(), "") < 2) return names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) names[i] = "column " + std::to_string(i + 1);
  }
  return names;
}

void join_parts(const std::vector<std::string_view>& parts, std::string& out) {
  const bool is_long = std::any_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.find_first_of(",\n") != std::string_view::npos;
  });
  out.clear();
  for (const auto part : parts) {
    if (!out.empty()) out += is_long ? "\n" : ", ";
    out += part;
  }
}

}  // namespace

RepeatedColumns::RepeatedColumns(const std::vector<std::string>& names) {
  std::unordered_map<std::string, std::size_t> column_of;
  const auto named = with_numbers_for_unnamed(names);
  for (std::size_t i = 0; i < named.size(); ++i) {
    const auto [known, is_new] = column_of.emplace(named[i], columns_.size());
    if (is_new) {
      columns_.push_back(named[i]);
      first_.push_back(i);
      continue;
    }
    const auto column = known->second;
    auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& g) { return g.column == column; });
    if (group == groups_.end()) group = groups_.insert(group, {column, {first_[column]}, {}});
    group->parts.push_back(i);
  }
}

void RepeatedColumns::join(Record& record) {
  if (groups_.empty()) return;
  fields_.swap(record.fields);
  record.fields.clear();
  for (const auto place : first_) record.fields.push_back(fields_[place]);
  std::vector<std::string_view> parts;
  for (auto& group : groups_) {
    parts.clear();
    for (const auto place : group.parts) {
      if (!fields_[place].empty()) parts.push_back(fields_[place]);
    }
    join_parts(parts, group.joined);
    record.fields[group.column] = group.joined;
  }
}

}  // namespace smartdesk::formats

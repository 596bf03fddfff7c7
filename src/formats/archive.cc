#include "formats/archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/error.h"
#include "files/archive.h"
#include "formats/table.h"
#include "text/ascii.h"

namespace smartdesk::formats {
namespace {

std::string_view file_name(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

// What systems put beside people's files.
bool is_of_system(std::string_view name) {
  return name.starts_with("__MACOSX/") || file_name(name).starts_with("._") || file_name(name) == ".DS_Store" ||
         file_name(name) == "Thumbs.db";
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 10;
  const auto count = static_cast<std::ptrdiff_t>(std::min(names.size(), kNamed));
  return fmt::format("{}{}", fmt::join(names.begin(), names.begin() + count, ", "), names.size() > kNamed ? ", …" : "");
}

}  // namespace

bool is_archive(const std::string& path) { return text::ascii_lower(path).ends_with(".zip"); }

bool has_known_format(const std::string& path) {
  if (file_name(path).starts_with("~$")) return false;
  if (is_archive(path)) return true;
  try {
    table_format(path);
    return true;
  } catch (const Error&) {
    return false;
  }
}

ArchiveFiles files_in_archive(const std::string& path) {
  ArchiveFiles found;
  const auto archive = files::Archive::open(path);
  for (const auto& member : archive.members()) {
    if (is_of_system(member.name)) continue;
    auto& list = has_known_format(member.name) ? found.tables : found.left_out;
    list.push_back(path + "/" + member.name);
  }
  std::sort(found.tables.begin(), found.tables.end());
  std::sort(found.left_out.begin(), found.left_out.end());
  return found;
}

std::string only_table_in(const std::string& path) {
  if (files::path_in_archive(path)) {
    throw Error(ErrorCode::kInvalidInput, path + " is an archive inside of an archive. Unpack the outer one first.");
  }
  auto found = files_in_archive(path);
  if (found.tables.size() > 1) std::erase_if(found.tables, is_archive);
  if (found.tables.size() == 1) return found.tables.front();
  if (found.tables.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                fmt::format("{} contains no file of a known format ({}).", path, kTableEndings));
  }
  throw Error(ErrorCode::kInvalidInput, fmt::format("{} contains {} tables: {}. Name one of them.", path,
                                                    found.tables.size(), listed(found.tables)));
}

}  // namespace smartdesk::formats

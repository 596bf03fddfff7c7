#include "workspace/internal/files_to_import.h"

#include <algorithm>
#include <filesystem>

#include "core/error.h"
#include "formats/archive.h"
#include "formats/table.h"

namespace smartdesk::workspace {
namespace {

namespace fs = std::filesystem;

// Files of a known format in the folder and below, sorted; the others go to left_out.
std::vector<std::string> files_in_folder(const std::string& folder, std::vector<std::string>& left_out) {
  std::vector<std::string> inside, others;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    auto path = entry.path().string();
    (formats::has_known_format(path) ? inside : others).push_back(std::move(path));
  }
  std::sort(inside.begin(), inside.end());
  std::sort(others.begin(), others.end());
  left_out.insert(left_out.end(), others.begin(), others.end());
  return inside;
}

// An archive stands for its files. One that cannot be read stays in the list, so that it is refused with its reason.
void add_file(const std::string& path, std::vector<std::string>& files, std::vector<std::string>& left_out) {
  if (formats::is_archive(path)) {
    try {
      const auto inside = formats::files_in_archive(path);
      left_out.insert(left_out.end(), inside.left_out.begin(), inside.left_out.end());
      files.insert(files.end(), inside.tables.begin(), inside.tables.end());
      if (!inside.tables.empty()) return;
    } catch (const Error&) {
      // Opening it says why.
    }
  }
  files.push_back(path);
}

}  // namespace

std::vector<std::string> files_to_import(const std::vector<std::string>& paths, std::vector<std::string>* left_out) {
  std::vector<std::string> files, others;
  for (const auto& path : paths) {
    if (path == "-" || !fs::is_directory(path)) {
      add_file(path, files, others);
      continue;
    }
    const auto inside = files_in_folder(path, others);
    if (inside.empty()) {
      throw Error(ErrorCode::kInvalidInput,
                  path + " contains no file of a known format (" + std::string(formats::kTableEndings) + " .zip).");
    }
    for (const auto& file : inside) add_file(file, files, others);
  }
  if (left_out != nullptr) *left_out = std::move(others);
  return files;
}

}  // namespace smartdesk::workspace

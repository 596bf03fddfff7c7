#include "training/origin.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "files/archive.h"
#include "files/digest.h"
#include "files/mapped_file.h"
#include "text/language.h"

namespace smartdesk::training {

models::Origin::File training_file(const std::string& path) {
  if (path == "-") return {"standard input", ""};
  std::error_code none;
  const auto archive = files::path_in_archive(path);
  const auto& file = archive ? archive->first : path;
  const auto name = std::filesystem::path(file).filename().string() + (archive ? "/" + archive->second : "");
  if (!std::filesystem::is_regular_file(file, none)) return {name, ""};
  return {name, files::hex(files::sha256(files::MappedFile::open(file).bytes()))};
}

std::vector<models::Origin::Language> languages_of(std::span<const std::string_view> texts) {
  constexpr std::size_t kMost = 2000;
  std::map<std::string, std::uint64_t> rows;
  const std::size_t count = std::min(kMost, texts.size());
  for (std::size_t i = 0; i < count; ++i) ++rows[text::detect_language(texts[i * texts.size() / count])];
  std::vector<models::Origin::Language> languages;
  for (const auto& [code, number] : rows) languages.push_back({code, number});
  std::stable_sort(languages.begin(), languages.end(), [](const auto& a, const auto& b) { return a.rows > b.rows; });
  return languages;
}

}  // namespace smartdesk::training

#include "report/output_folder.h"

#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "files/output_file.h"

namespace smartdesk::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStaging = ".unfinished";

[[noreturn]] void fail(const std::string& path, const std::error_code& reason) {
  throw Error(ErrorCode::kFailed, path + ": cannot write here: " + reason.message());
}

void make_folder(const fs::path& path) {
  std::error_code reason;
  fs::create_directories(path, reason);
  if (reason) fail(path.string(), reason);
}

}  // namespace

OutputFolder::OutputFolder(std::string target) : target_(std::move(target)) {
  staging_ = (fs::path(target_) / kStaging).string();
  std::error_code reason;
  made_target_ = !fs::exists(target_, reason);
  fs::remove_all(staging_, reason);
  make_folder(staging_);
}

OutputFolder::~OutputFolder() {
  std::error_code ignored;
  fs::remove_all(staging_, ignored);
  if (made_target_) fs::remove(target_, ignored);  // only if it is empty
}

std::string OutputFolder::path_for(const std::string& name) {
  const auto path = fs::path(staging_) / name;
  make_folder(path.parent_path());
  names_.push_back(name);
  return path.string();
}

void OutputFolder::write(const std::string& name, std::string_view bytes) { files::write_file(path_for(name), bytes); }

void OutputFolder::commit() {
  for (const auto& name : names_) make_folder((fs::path(target_) / name).parent_path());
  for (const auto& name : names_) {
    std::error_code reason;
    fs::rename(fs::path(staging_) / name, fs::path(target_) / name, reason);
    if (reason) fail((fs::path(target_) / name).string(), reason);
  }
}

}  // namespace smartdesk::report

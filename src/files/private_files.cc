#include "files/private_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/error.h"

namespace smartdesk::files {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFolderMode = S_IRWXU, kFileMode = S_IRUSR | S_IWUSR;

// Only root may give files away.
void give_to_owner_of_folder(const std::string& path) {
  if (::geteuid() != 0) return;
  const auto folder = fs::absolute(path).parent_path();
  struct stat around{};
  if (::stat(folder.c_str(), &around) == 0 && around.st_uid != 0)
    static_cast<void>(!::lchown(path.c_str(), around.st_uid, around.st_gid));
}

[[noreturn]] void fail_to_create(const std::string& path, const std::string& why) {
  throw Error(ErrorCode::kFailed, path + " cannot be created: " + why + ".");
}

// "a/b/" names the same folder as "a/b".
std::string without_last_slash(const std::string& path) {
  const auto normal = fs::path(path).lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path()).string();
}

}  // namespace

void make_private_folder(const std::string& path) {
  const auto name = without_last_slash(path);
  std::error_code reason;
  if (const auto above = fs::path(name).parent_path(); !above.empty()) fs::create_directories(above, reason);
  if (reason) fail_to_create(path, reason.message());
  if (::mkdir(name.c_str(), kFolderMode) == 0) {
    give_to_owner_of_folder(name);
  } else if (errno != EEXIST) {
    fail_to_create(path, std::strerror(errno));
  } else if (!fs::is_directory(name)) {
    fail_to_create(path, "a file has this name");
  } else {
    static_cast<void>(::chmod(name.c_str(), kFolderMode));  // fails for a folder of others
  }
}

void make_private_file(const std::string& path) {
  if (::chmod(path.c_str(), kFileMode) == 0 || errno == EPERM) return;
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode);
  if (descriptor >= 0) {
    ::close(descriptor);
    give_to_owner_of_folder(path);
  } else if (errno != EEXIST) {
    fail_to_create(path,
                   std::string(std::strerror(errno)) +
                       ". Check that you may write to its folder and that not too many files are open (ulimit -n)");
  }
}

}  // namespace smartdesk::files

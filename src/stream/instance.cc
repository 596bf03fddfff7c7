#include "stream/instance.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/error.h"

namespace smartdesk::stream {

Instance::Instance(const std::string& folder) {
  constexpr int kMost = 10'000;
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  for (int slot = 0; slot < kMost; ++slot) {
    const auto path = folder + "/stream-" + std::to_string(slot) + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw Error(ErrorCode::kFailed, path + " cannot be opened: " + std::strerror(errno) + ".");
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {
      char host[256] = {};
      ::gethostname(host, sizeof host - 1);
      name_ = std::string(host) + "-" + std::to_string(slot);
      return;
    }
    ::close(descriptor_);
  }
  throw Error(ErrorCode::kFailed, folder + " has no free slot for another stream.");
}

Instance::~Instance() { ::close(descriptor_); }

}  // namespace smartdesk::stream

#include "files/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "core/error.h"
#include "files/internal/system_error.h"

namespace smartdesk::files {

MappedFile MappedFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw Error(ErrorCode::kInvalidInput, path + ": " + system_reason());
  struct stat status{};
  fstat(descriptor, &status);
  if (S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    throw Error(ErrorCode::kInvalidInput, path + " is a folder. Name a file in it.");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  void* memory = size == 0 ? nullptr : mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  const std::string reason = memory == MAP_FAILED ? system_reason() : "";
  ::close(descriptor);
  if (memory == MAP_FAILED) throw Error(ErrorCode::kInvalidInput, path + " cannot be mapped: " + reason);
  return MappedFile(std::string_view(static_cast<const char*>(memory), size));
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace smartdesk::files

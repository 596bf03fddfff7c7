#include "files/append_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <optional>

#include "core/error.h"
#include "files/digest.h"
#include "files/internal/system_error.h"
#include "files/mapped_file.h"

namespace smartdesk::files {
namespace {

constexpr std::size_t kDigits = 8;

std::string seal(std::string_view record) {
  char digits[kDigits + 1];
  std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(checksum(record) & 0xffffffffU));
  return std::string(digits, kDigits) + ' ';
}

// The record of a line without its line break; nullopt if it is torn or damaged.
std::optional<std::string_view> record_of(std::string_view line) {
  if (line.size() <= kDigits) return std::nullopt;
  const auto record = line.substr(kDigits + 1);
  if (line.substr(0, kDigits + 1) != seal(record)) return std::nullopt;
  return record;
}

}  // namespace

struct AppendLog::Impl {
  std::string path;
  int descriptor = -1;
  std::mutex mutex;

  ~Impl() {
    if (descriptor >= 0) ::close(descriptor);
  }

  [[noreturn]] void fail(const char* what) const {
    throw Error(ErrorCode::kFailed, path + " cannot be " + what + ": " + system_reason());
  }

  void lock_alone() const {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return;
    if (errno != EWOULDBLOCK) fail("locked");
    throw Error(
        ErrorCode::kFailed,
        path + " is in use by another smartdesk process that does the same work. Wait for it, or stop it first.");
  }

  // Returns whether the last line is whole.
  bool hand_over(const OnRecord& on_record) const {
    const auto file = MappedFile::open(path);
    const auto bytes = file.bytes();
    for (std::size_t begin = 0; begin < bytes.size();) {
      const auto line_end = bytes.find('\n', begin);
      if (line_end == std::string_view::npos) return false;
      if (const auto record = record_of(bytes.substr(begin, line_end - begin))) on_record(*record, begin);
      begin = line_end + 1;
    }
    return true;
  }

  void put(std::string_view bytes) {
    std::size_t written = 0;
    while (written < bytes.size()) {
      const auto count = ::write(descriptor, bytes.data() + written, bytes.size() - written);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("written");
      written += static_cast<std::size_t>(count);
    }
  }
};

AppendLog AppendLog::open(const std::string& path, Writers writers, const OnRecord& on_record) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code reason;
  if (!folder.empty() && !std::filesystem::exists(folder) && std::filesystem::create_directories(folder, reason)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, reason);
  }
  impl->descriptor = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (impl->descriptor < 0) impl->fail("opened");
  if (writers == Writers::kOne) impl->lock_alone();
  if (!impl->hand_over(on_record)) impl->put("\n");  // ends the torn line, so that it does not damage the next record
  return AppendLog(std::move(impl));
}

AppendLog::AppendLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AppendLog::AppendLog(AppendLog&&) noexcept = default;
AppendLog& AppendLog::operator=(AppendLog&&) noexcept = default;
AppendLog::~AppendLog() = default;

std::uint64_t AppendLog::append(std::string_view record) {
  std::string line = seal(record);
  line += record;
  line += '\n';
  const std::lock_guard lock(impl_->mutex);
  impl_->put(line);
  // Appending moves the offset to the end of this line, even if other processes have moved the end of the file.
  return static_cast<std::uint64_t>(::lseek(impl_->descriptor, 0, SEEK_CUR)) - line.size();
}

void AppendLog::sync() {
  if (::fdatasync(impl_->descriptor) != 0) impl_->fail("written");
}

std::string AppendLog::read(std::uint64_t offset) const {
  std::string line;
  char part[4096];
  for (auto at = static_cast<off_t>(offset);;) {
    const auto count = ::pread(impl_->descriptor, part, sizeof part, at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) impl_->fail("read");
    const std::string_view bytes(part, static_cast<std::size_t>(count));
    const auto line_end = bytes.find('\n');
    line += bytes.substr(0, line_end);
    if (line_end != std::string_view::npos || bytes.empty()) break;
    at += count;
  }
  const auto record = record_of(line);
  if (!record) throw Error(ErrorCode::kFailed, impl_->path + " is damaged at byte " + std::to_string(offset) + ".");
  return std::string(*record);
}

void AppendLog::remove() {
  ::unlink(impl_->path.c_str());
  impl_.reset();
}

}  // namespace smartdesk::files

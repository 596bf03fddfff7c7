#include "http/internal/body_sink.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/error.h"

namespace smartdesk::http {
namespace {

constexpr std::size_t kFirstRoom = std::size_t{4} << 10, kMostRoom = std::size_t{256} << 10;

std::FILE* open_new_file(const std::string& folder, std::string& path) {
  path = (folder.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(folder)) /
         "smartdesk-body-XXXXXX";
  const int descriptor = mkstemp(path.data());
  std::FILE* file = descriptor < 0 ? nullptr : fdopen(descriptor, "wb");
  if (file == nullptr) throw Error(ErrorCode::kFailed, path + " cannot be created: " + std::strerror(errno) + ".");
  return file;
}

[[noreturn]] void fail_to_write(const std::string& path) {
  throw Error(ErrorCode::kFailed, path + " cannot be written: " + std::strerror(errno) + ".");
}

}  // namespace

BodySink::BodySink(BodyStorage storage, const std::string& folder, Request& request) : request_(request) {
  if (storage == BodyStorage::kFile) file_ = open_new_file(folder, request.body_file);
}

BodySink::~BodySink() {
  if (file_ != nullptr) std::fclose(file_);
  if (!request_.body_file.empty()) unlink(request_.body_file.c_str());
}

std::span<char> BodySink::room() {
  if (used_ == buffer_.size()) buffer_.resize(used_ + std::min(std::max(used_, kFirstRoom), kMostRoom));
  return std::span(buffer_).subspan(used_);
}

void BodySink::taken(std::size_t bytes) {
  used_ += bytes;
  if (file_ == nullptr || used_ < buffer_.size()) return;
  if (std::fwrite(buffer_.data(), 1, used_, file_) != used_) fail_to_write(request_.body_file);
  used_ = 0;
}

void BodySink::finish() {
  buffer_.resize(used_);
  if (file_ == nullptr) {
    request_.body = std::move(buffer_);
  } else if (std::fwrite(buffer_.data(), 1, used_, file_) != used_ || std::fflush(file_) != 0) {
    fail_to_write(request_.body_file);
  }
}

}  // namespace smartdesk::http

// Maps a file into memory. The system reads each page on first use.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::files {

// Immutable; safe to share between threads. The bytes live as long as this object.
class MappedFile {
 public:
  // Throws Error{kInvalidInput} if the file is missing, a directory or unreadable. An empty file gives empty bytes.
  static MappedFile open(const std::string& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

}  // namespace smartdesk::files

// A file that is whole or absent: written under a temporary name, flushed to the disk, then renamed.

#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace smartdesk::files {

// Movable; one thread at a time. Without commit(), the destructor leaves nothing behind and an old file unchanged.
class OutputFile {
 public:
  // path: "-" is standard output, from which nothing can be taken back. The endings .gz and .zst compress. Creates
  // missing parent folders. Throws Error{kFailed} with the system's reason, Error{kUsage} for an empty path.
  static OutputFile create(const std::string& path);

  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  ~OutputFile();

  // Buffered. Throws Error{kFailed} (disk full, broken pipe).
  void write(std::string_view bytes);

  // Writes buffered bytes now; needed only for pipes that a person or a program waits on.
  void flush();

  // Flush, fsync, rename, fsync of the folder. Call it at most once, and do not write after it.
  void commit();

 private:
  struct Target;
  struct Gzip;
  struct Zstd;
  explicit OutputFile(std::unique_ptr<Target> target);
  std::unique_ptr<Target> target_;
};

// Renames a finished file on the same disk to path and replaces any file there; durable when this returns. Throws
// Error{kFailed} with the system's reason.
void move_into_place(const std::string& finished, const std::string& path);

// Writes a small file at once; it is whole or absent, too.
void write_file(const std::string& path, std::string_view bytes);

}  // namespace smartdesk::files

// A file that is whole or absent: written beside its place, flushed to the disk, then renamed into it.

#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace smartdesk::files {

// Movable; one thread at a time. Destroyed without commit() it leaves nothing behind, and the old file as it was.
class OutputFile {
 public:
  // path: "-" is standard output (then nothing can be taken back: what is written is written); the endings .gz and .zst
  // pack on the way. Missing parent folders are made. Throws Error{kFailed} with the reason of the system.
  static OutputFile create(const std::string& path);

  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  ~OutputFile();

  // Buffered. Throws Error{kFailed} (disk full, broken pipe).
  void write(std::string_view bytes);

  // Hands buffered bytes on now; needed only for pipes that a person or a program waits on.
  void flush();

  // Flush, fsync, rename, fsync of the folder. At most once; no write after it.
  void commit();

 private:
  struct Target;
  struct Gzip;
  struct Zstd;
  explicit OutputFile(std::unique_ptr<Target> target);
  std::unique_ptr<Target> target_;
};

// Gives a finished file on the same disk its name, whatever had it before; for good once this returns. Throws
// Error{kFailed} with the reason of the system.
void move_into_place(const std::string& finished, const std::string& path);

// The whole of a small file in one go, with the same promise.
void write_file(const std::string& path, std::string_view bytes);

}  // namespace smartdesk::files

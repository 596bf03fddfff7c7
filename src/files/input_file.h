// Reads a file from start to end: plain, .gz, .zst, or standard input.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace smartdesk::files {

// Reads forward only. Movable; one thread at a time.
class InputFile {
 public:
  // path: "-" is standard input. The endings .gz and .zst are decompressed.
  // Throws Error{kInvalidInput} with a message for the user if the file is missing, a directory or unreadable,
  // Error{kFailed} if too many files are open.
  static InputFile open(const std::string& path);

  InputFile(InputFile&&) noexcept;
  InputFile& operator=(InputFile&&) noexcept;
  ~InputFile();

  // Reads up to buffer.size() bytes; 0 means the end. Throws Error{kInvalidInput} for a damaged archive (truncated,
  // wrong checksum), Error{kFailed} for a disk error.
  std::size_t read(std::span<char> buffer);

  // Compressed bytes read so far and in total (0 if unknown, as for a pipe), for progress bars.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const;

  const std::string& path() const;

  // The rest of the file as one string. Throws Error{kInvalidInput} if it is longer than `limit` bytes.
  std::string read_all(std::size_t limit = std::size_t{1} << 30);

 private:
  struct Source;
  struct Plain;
  struct Gzip;
  struct Zstd;
  explicit InputFile(std::unique_ptr<Source> source);
  std::unique_ptr<Source> source_;
};

}  // namespace smartdesk::files

// A file to read from start to end, whatever it is packed in: plain, .gz, .zst, or standard input.

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
  // path: "-" is standard input; the endings .gz and .zst are unpacked on the way.
  // Throws Error{kInvalidInput} with a message for the user if it is missing, a directory or unreadable.
  static InputFile open(const std::string& path);

  InputFile(InputFile&&) noexcept;
  InputFile& operator=(InputFile&&) noexcept;
  ~InputFile();

  // Fills up to buffer.size() bytes; 0 means the end. Throws Error{kInvalidInput} for a damaged archive (cut, wrong
  // checksum), Error{kFailed} for a disk error.
  std::size_t read(std::span<char> buffer);

  // Packed bytes read so far, and in all (0 if unknown, as for a pipe): for progress bars.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const;

  const std::string& path() const;

  // The whole rest as one string. Throws Error{kInvalidInput} past `limit` bytes.
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

// Reads a file from start to end: plain, .gz, .zst, a file in a .zip archive, or standard input.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace smartdesk::files {

// Where bytes come from, before they are decompressed.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Reads up to buffer.size() bytes; 0 means the end.
  virtual std::size_t read(std::span<char> buffer) = 0;
};

// Reads forward only. Movable; one thread at a time.
class InputFile {
 public:
  // path: "-" is standard input. The endings .gz and .zst are decompressed. "export.zip/tickets.csv" is a file in an
  // archive (files/archive.h).
  // Throws Error{kInvalidInput} with a message for the user if the file is missing, a directory or unreadable,
  // Error{kFailed} if too many files are open.
  static InputFile open(const std::string& path);

  // path: for messages; its ending decides about decompression. total: bytes of the source, 0 if unknown.
  static InputFile of(std::unique_ptr<ByteSource> bytes, const std::string& path, std::uint64_t total);

  InputFile(InputFile&&) noexcept;
  InputFile& operator=(InputFile&&) noexcept;
  ~InputFile();

  // Reads up to buffer.size() bytes; 0 means the end. Throws Error{kInvalidInput} for a damaged archive (truncated,
  // wrong checksum), Error{kFailed} for a disk error.
  std::size_t read(std::span<char> buffer);

  // The next bytes, which read() will return: `count` of them, fewer only at the end. Valid until the next call.
  std::string_view peek(std::size_t count);

  // Compressed bytes read so far and in total (0 if unknown, as for a pipe), for progress bars.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const;

  const std::string& path() const;

  // Whether open(path()) reads the same bytes once more; false for pipes.
  bool can_be_opened_again() const;

  // The rest of the file as one string. Throws Error{kInvalidInput} if it is longer than `limit` bytes.
  std::string read_all(std::size_t limit = std::size_t{1} << 30);

 private:
  struct Source;
  struct Plain;
  struct Gzip;
  struct Zstd;
  explicit InputFile(std::unique_ptr<Source> source);
  static std::optional<InputFile> open_in_archive(const std::string& path);
  std::unique_ptr<Source> source_;
};

}  // namespace smartdesk::files

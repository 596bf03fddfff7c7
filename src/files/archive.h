// Reads the files in a .zip archive, also those of spreadsheets, which are such archives. Nothing is unpacked to disk.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "files/input_file.h"

namespace smartdesk::files {

struct ArchiveMember {
  std::string name;  // as in the archive, UTF-8; may be anything ("../x"), so it is never used as a path on the disk
  std::uint64_t bytes = 0, packed_bytes = 0;
  bool is_encrypted = false;
};

// Copies share one archive, and so does what open() returns; one thread at a time for all of them.
class Archive {
 public:
  // Throws Error{kInvalidInput} if the file is missing, no archive or damaged.
  static Archive open(const std::string& path);

  // Of an archive in memory. path: for messages.
  static Archive of_bytes(std::string bytes, const std::string& path);

  const std::string& path() const;

  // In the archive's order, without folders; of several members of one name, the first. Reading the list costs about
  // 1 µs per member, once. Throws Error{kInvalidInput} if there are more than 100,000.
  const std::vector<ArchiveMember>& members() const;

  // Reads a member of members(), which is decompressed as its ending says if it is .gz or .zst. Its path is
  // "export.zip/tickets.csv". Throws Error{kInvalidInput} if it is encrypted or compressed by an unknown method; its
  // read() throws that if it is damaged, longer than 4 GiB, or more than 500 times as long as what is packed (above
  // 64 MiB): what people archive is not, and such a file would keep the program busy for hours.
  InputFile open(const ArchiveMember& member) const;

  // The member of this name without regard to case, "/" and "\" being the same; nullptr if there is none.
  const ArchiveMember* find(std::string_view name) const;

 private:
  struct Impl;
  explicit Archive(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

// "export.zip" and "a/tickets.csv" of "export.zip/a/tickets.csv", if export.zip is a file. InputFile::open reads such a
// path as the member of the archive.
std::optional<std::pair<std::string, std::string>> path_in_archive(const std::string& path);

}  // namespace smartdesk::files

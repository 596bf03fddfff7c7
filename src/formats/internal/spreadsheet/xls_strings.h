// Texts in the records of .xls files (MS-XLS 2.5.240, 2.5.293, 2.4.265).

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::formats {

// A record and those that continue it, read as one. What lies behind the end is 0 or empty. One thread at a time.
class XlsRecord {
 public:
  explicit XlsRecord(std::vector<std::string_view> parts) : parts_(std::move(parts)) {}

  std::uint64_t number(std::size_t bytes);  // little-endian
  void skip(std::size_t bytes);
  bool at_end() const { return part_ >= parts_.size(); }

  // A text of Excel 97 and later: flags, then characters of one byte (Latin-1) or two (UTF-16). Text that goes on in
  // the next part of the record has flags of its own there. Its formats and reading aids are passed over.
  std::string text(std::size_t characters);

  // A text of Excel 5 and 95, in the file's code page.
  std::string bytes(std::size_t count);

 private:
  void go_on();

  std::vector<std::string_view> parts_;
  std::size_t part_ = 0, at_ = 0;
};

}  // namespace smartdesk::formats

// A file in any encoding, read as UTF-8.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "files/input_file.h"
#include "text/encoding.h"

namespace smartdesk::formats {

// The encoding is decided when the first byte beyond ASCII is read. If it is not UTF-8, up to 4 MiB are read ahead
// until there are 4096 such bytes (but not in a pipe, whose writer may wait for an answer). UTF-8 is passed through
// unchanged, valid or not, and costs one scan. One thread at a time.
class DecodedFile {
 public:
  // given: see ReadOptions::encoding. Throws Error{kUsage} for an unknown name.
  DecodedFile(files::InputFile file, std::string_view given);

  // Appends text to the first `end` bytes of the buffer, from about `wanted` bytes of the file. Returns the new end;
  // the same one at the end of the file. The buffer may be longer than that.
  std::size_t read(std::string& buffer, std::size_t end, std::size_t wanted);

  // UTF-8, as long as everything was ASCII.
  const text::Encoding& encoding() const { return encoding_; }

  // Characters that became U+FFFD, because the encoding does not define them.
  std::uint64_t replaced() const { return converter_ ? converter_->replaced() : 0; }

  const files::InputFile& file() const { return file_; }

 private:
  std::size_t read_raw(std::string& buffer, std::size_t end, std::size_t wanted);
  std::size_t read_undecided(std::string& buffer, std::size_t end, std::size_t wanted);
  std::size_t read_converted(std::string& buffer, std::size_t end, std::size_t wanted);
  void decide(std::string& raw);
  void gather(std::string& raw);
  bool read_on(std::string& raw);
  void obey_mark(std::string_view beginning);
  void use(text::Encoding encoding);

  files::InputFile file_;
  text::Encoding encoding_;
  bool is_decided_ = false, at_start_ = true, at_end_ = false;
  std::optional<text::ToUtf8> converter_;  // none: UTF-8
};

}  // namespace smartdesk::formats

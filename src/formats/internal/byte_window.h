// A window that slides forward through a file, from which parsers read.

#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "files/input_file.h"
#include "formats/internal/decoded_file.h"

namespace smartdesk::formats {

// bytes() starts at the parser's position. One thread at a time.
class ByteWindow {
 public:
  // encoding: see ReadOptions. bytes() is UTF-8 whatever the file is.
  ByteWindow(files::InputFile file, std::string_view encoding) : input_(std::move(file), encoding) {}

  std::string_view bytes() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }

  // Reads more bytes after those in bytes(), which are kept but may move. False at the end of the file.
  bool extend() {
    constexpr std::size_t kStep = std::size_t{256} << 10;
    if (begin_ > 0) {
      buffer_.erase(0, begin_);
      end_ -= std::exchange(begin_, 0);
    }
    // Doubling keeps the cost of moving and rescanning linear in the bytes read.
    const auto read_to = input_.read(buffer_, end_, std::max(end_, kStep));
    return std::exchange(end_, read_to) < read_to;
  }

  void advance(std::size_t count) { begin_ += count; }

  const DecodedFile& input() const { return input_; }

 private:
  DecodedFile input_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace smartdesk::formats

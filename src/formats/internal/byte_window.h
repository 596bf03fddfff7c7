// A file seen through a window that slides forward: what the parsers look at.

#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "files/input_file.h"

namespace smartdesk {

// bytes() starts where the parser stands. One thread.
class ByteWindow {
 public:
  explicit ByteWindow(InputFile file) : file_(std::move(file)) {}

  std::string_view bytes() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }

  // More bytes behind those in view, which stay in view but may move. False at the end of the file.
  bool extend() {
    constexpr std::size_t kStep = std::size_t{256} << 10;
    if (begin_ > 0) {
      buffer_.erase(0, begin_);
      end_ -= std::exchange(begin_, 0);
    }
    // Doubling keeps the cost of moving and of looking again linear in what is read.
    buffer_.resize(std::max(end_ * 2, kStep));
    const auto count = file_.read(std::span(buffer_).subspan(end_));
    end_ += count;
    return count > 0;
  }

  void advance(std::size_t count) { begin_ += count; }

  const InputFile& file() const { return file_; }

 private:
  InputFile file_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace smartdesk

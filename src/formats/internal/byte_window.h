// A window that slides forward through a file, from which parsers read.

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "files/input_file.h"
#include "text/encoding.h"

namespace smartdesk::formats {

// bytes() starts at the parser's position. One thread at a time.
class ByteWindow {
 public:
  // foreign: the file may be in another encoding than UTF-8; bytes() is UTF-8 nevertheless.
  explicit ByteWindow(files::InputFile file, bool foreign = false) : file_(std::move(file)), foreign_(foreign) {}

  std::string_view bytes() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }

  // Reads more bytes after those in bytes(), which are kept but may move. False at the end of the file.
  bool extend() {
    constexpr std::size_t kStep = std::size_t{256} << 10;
    if (begin_ > 0) {
      buffer_.erase(0, begin_);
      end_ -= std::exchange(begin_, 0);
    }
    if (foreign_) return extend_foreign(kStep);
    // Doubling keeps the cost of moving and rescanning linear in the bytes read.
    buffer_.resize(std::max(end_ * 2, kStep));
    const auto count = file_.read(std::span(buffer_).subspan(end_));
    end_ += count;
    return count > 0;
  }

  void advance(std::size_t count) { begin_ += count; }

  const files::InputFile& file() const { return file_; }

 private:
  bool extend_foreign(std::size_t step) {
    buffer_.resize(end_);
    std::string raw(std::max(end_ * 2, step), '\0');
    raw.resize(file_.read(raw));
    if (raw.empty()) return false;
    if (!to_utf8_) to_utf8_.emplace(text::detect_encoding(std::string_view(raw).substr(0, std::size_t{64} << 10)));
    to_utf8_->append(raw, buffer_);
    end_ = buffer_.size();
    return true;
  }

  files::InputFile file_;
  bool foreign_;
  std::optional<text::ToUtf8> to_utf8_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace smartdesk::formats

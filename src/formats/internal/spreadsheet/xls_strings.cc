#include "formats/internal/spreadsheet/xls_strings.h"

#include <algorithm>

#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

constexpr unsigned kWide = 1, kExtended = 4, kRich = 8;

// Joins the halves of characters beyond U+FFFF.
class Utf16 {
 public:
  void add(std::uint16_t unit) {
    if (unit >= 0xDC00 && unit < 0xE000 && high_ != 0) {
      text::append_utf8(text_, 0x10000 + ((char32_t{high_} - 0xD800) << 10) + (unit - 0xDC00U));
      high_ = 0;
      return;
    }
    end_half();
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      text::append_utf8(text_, unit >= 0xDC00 && unit < 0xE000 ? char32_t{0xFFFD} : char32_t{unit});
    }
  }

  std::string take() {
    end_half();
    return std::move(text_);
  }

 private:
  void end_half() {
    if (high_ != 0) text::append_utf8(text_, 0xFFFD);
    high_ = 0;
  }

  std::string text_;
  std::uint16_t high_ = 0;
};

}  // namespace

void XlsRecord::go_on() {
  while (part_ < parts_.size() && at_ >= parts_[part_].size()) {
    ++part_;
    at_ = 0;
  }
}

std::uint64_t XlsRecord::number(std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    go_on();
    if (at_end()) break;
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(parts_[part_][at_++])) << (8 * i);
  }
  go_on();
  return value;
}

void XlsRecord::skip(std::size_t bytes) {
  for (go_on(); bytes > 0 && !at_end(); go_on()) {
    const auto step = std::min(bytes, parts_[part_].size() - at_);
    at_ += step;
    bytes -= step;
  }
}

std::string XlsRecord::text(std::size_t characters) {
  const auto flags = static_cast<unsigned>(number(1));
  const auto formats = (flags & kRich) != 0 ? number(2) : 0;
  const auto extension = (flags & kExtended) != 0 ? number(4) : 0;
  bool is_wide = (flags & kWide) != 0;
  Utf16 text;
  for (auto part = part_; characters > 0 && !at_end(); --characters) {
    if (part_ != part) {
      is_wide = (number(1) & kWide) != 0;
      part = part_;
      if (at_end()) break;
    }
    text.add(static_cast<std::uint16_t>(number(is_wide ? 2 : 1)));
  }
  skip(4 * formats + extension);
  return text.take();
}

std::string XlsRecord::bytes(std::size_t count) {
  std::string bytes;
  for (go_on(); count > 0 && !at_end(); go_on()) {
    const auto step = std::min(count, parts_[part_].size() - at_);
    bytes += parts_[part_].substr(at_, step);
    at_ += step;
    count -= step;
  }
  return bytes;
}

}  // namespace smartdesk::formats

#include "text/encoding.h"

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

// 0x80 to 0x9F of Windows-1252; 0: not defined.
constexpr char16_t kWindows[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool has_zeros_at(std::string_view bytes, std::size_t remainder) {
  std::size_t zeros = 0;
  for (std::size_t i = remainder; i < bytes.size(); i += 2) zeros += bytes[i] == 0;
  return zeros * 5 > bytes.size();  // 40 % of every other byte: ASCII in UTF-16
}

bool is_replacement(const CodePoint& point, std::size_t at) { return point.value == 0xFFFD && point.end == at + 1; }

}  // namespace

Encoding detect_encoding(std::string_view beginning) {
  if (beginning.starts_with("\xFF\xFE")) return Encoding::kUtf16Le;
  if (beginning.starts_with("\xFE\xFF")) return Encoding::kUtf16Be;
  const auto start = beginning.substr(0, 1024);
  if (start.size() >= 4 && has_zeros_at(start, 1)) return Encoding::kUtf16Le;
  if (start.size() >= 4 && has_zeros_at(start, 0)) return Encoding::kUtf16Be;
  std::size_t wrong = 0, multibyte = 0;
  for (std::size_t at = 0; at < beginning.size();) {
    const auto point = decode(beginning, at);
    const bool cut_at_the_end = beginning.size() - at < 4;
    if (is_replacement(point, at)) {
      wrong += !cut_at_the_end || beginning.size() < 4;
    } else if (point.end > at + 1) {
      ++multibyte;
    }
    at = point.end;
  }
  return wrong > 0 && multibyte == 0 ? Encoding::kWindows1252 : Encoding::kUtf8;
}

void ToUtf8::append(std::string_view bytes, std::string& out) {
  if (from_ == Encoding::kUtf8) {
    out += bytes;
    return;
  }
  if (from_ == Encoding::kWindows1252) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      const bool special = byte >= 0x80 && byte < 0xA0;
      const char32_t value = special ? kWindows[byte - 0x80] : byte;
      append_utf8(out, special && value == 0 ? 0xFFFD : value);
    }
    return;
  }
  for (const char c : bytes) {
    left_ += c;
    if (left_.size() < 2) continue;
    const auto first = static_cast<unsigned char>(left_[0]), second = static_cast<unsigned char>(left_[1]);
    left_.clear();
    append_unit(static_cast<char16_t>(from_ == Encoding::kUtf16Le ? second << 8 | first : first << 8 | second), out);
  }
}

void ToUtf8::append_unit(char16_t unit, std::string& out) {
  const bool is_low = unit >= 0xDC00 && unit < 0xE000, is_high = unit >= 0xD800 && unit < 0xDC00;
  if (surrogate_ != 0 && is_low) {
    append_utf8(out, 0x10000 + ((static_cast<char32_t>(surrogate_) - 0xD800) << 10) + (unit - 0xDC00U));
    surrogate_ = 0;
    return;
  }
  if (surrogate_ != 0) append_utf8(out, 0xFFFD);
  surrogate_ = is_high ? unit : char16_t{0};
  if (is_low) append_utf8(out, 0xFFFD);
  if (!is_low && !is_high) append_utf8(out, unit);
}

}  // namespace smartdesk::text

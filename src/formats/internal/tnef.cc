#include "formats/internal/tnef.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "formats/internal/rtf.h"
#include "text/encoding.h"
#include "text/html_text.h"

namespace smartdesk::formats {
namespace {

constexpr std::uint32_t kSignature = 0x223E9F78, kBody = 0x0002800C, kAttachmentTitle = 0x00018010,
                        kOemCodePage = 0x00069007, kMessageProperties = 0x00069003, kAttachmentProperties = 0x00069005;
constexpr std::uint16_t kPlainText = 0x1000, kRtf = 0x1009, kHtml = 0x1013, kLongFileName = 0x3707;
constexpr std::uint16_t kMany = 0x1000, kString8 = 0x001E, kUnicode = 0x001F, kObject = 0x000D, kBinary = 0x0102;

// Little-endian numbers and blocks, until the bytes end: then everything is zero or empty.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : left_(bytes) {}

  bool at_end() const { return left_.empty(); }
  std::string_view take(std::size_t count) {
    const auto taken = left_.substr(0, count);
    left_.remove_prefix(taken.size());
    return taken;
  }
  std::uint32_t number(std::size_t size) {
    std::uint32_t value = 0;
    unsigned shift = 0;
    for (const char c : take(size)) {
      value |= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << shift;
      shift += 8;
    }
    return value;
  }
  std::uint16_t short_number() { return static_cast<std::uint16_t>(number(2)); }
  // A length and that number of bytes, filled up to a multiple of four.
  std::string_view block() {
    const auto length = number(4);
    const auto taken = take(length);
    take((4 - length % 4) % 4);
    return taken;
  }

 private:
  std::string_view left_;
};

std::size_t size_of(std::uint16_t type) {
  switch (type) {
    case 0x0005:  // double
    case 0x0006:  // currency
    case 0x0007:  // date
    case 0x0014:  // 64 bits
    case 0x0040:  // time
      return 8;
    case 0x0048:  // class id
      return 16;
    default:
      return 4;
  }
}

std::string without_zeros_at_the_end(std::string_view text) {
  while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  return std::string(text);
}

class TnefReader {
 public:
  TnefContent read(std::string_view all) {
    Bytes bytes(all);
    if (bytes.number(4) != kSignature) return {};
    bytes.take(2);
    while (!bytes.at_end()) {
      bytes.take(1);
      const auto attribute = bytes.number(4);
      const auto length = bytes.number(4);
      take(attribute, bytes.take(length));
      bytes.take(2);
    }
    return {text(), std::move(attachments_)};
  }

 private:
  void take(std::uint32_t attribute, std::string_view value) {
    if (attribute == kOemCodePage) code_page_ = "windows-" + std::to_string(Bytes(value).number(4));
    if (attribute == kBody) body_ = value;
    if (attribute == kAttachmentTitle) attachments_.push_back(decoded(value));
    if (attribute == kMessageProperties || attribute == kAttachmentProperties) take_properties(value);
  }

  void take_properties(std::string_view value) {
    Bytes bytes(value);
    for (auto count = bytes.number(4); count > 0 && !bytes.at_end(); --count) {
      const auto type = bytes.short_number();
      const auto id = bytes.short_number();
      if (id >= 0x8000) skip_name(bytes);
      const auto single = static_cast<std::uint16_t>(type & ~kMany);
      const bool has_length = single == kString8 || single == kUnicode || single == kObject || single == kBinary;
      auto values = has_length || (type & kMany) != 0 ? bytes.number(4) : 1;
      for (; values > 0 && !bytes.at_end(); --values) {
        take_property(id, single, has_length ? bytes.block() : bytes.take(size_of(single)));
      }
    }
  }

  static void skip_name(Bytes& bytes) {
    bytes.take(16);
    const bool is_text = bytes.number(4) == 1;
    if (is_text) {
      bytes.block();
    } else {
      bytes.take(4);
    }
  }

  void take_property(std::uint16_t id, std::uint16_t type, std::string_view value) {
    if (id == kPlainText) plain_ = type == kUnicode ? utf16(value) : decoded(value);
    if (id == kHtml) html_ = type == kUnicode ? utf16(value) : text::decoded_text(value, text::charset_in_html(value));
    if (id == kRtf) rtf_ = value;
    if (id == kLongFileName) name_attachment(type == kUnicode ? utf16(value) : decoded(value));
  }

  // The long name comes after the short one of the same attachment.
  void name_attachment(std::string name) {
    if (!attachments_.empty()) attachments_.back() = std::move(name);
  }

  std::string decoded(std::string_view value) const {
    return text::decoded_text(without_zeros_at_the_end(value), code_page_);
  }

  static std::string utf16(std::string_view value) {
    text::ToUtf8 converter("UTF-16LE");
    std::string out;
    converter.append(value, out);
    return without_zeros_at_the_end(out);
  }

  std::string text() const {
    if (!plain_.empty()) return plain_;
    if (!body_.empty()) return decoded(body_);
    if (!html_.empty()) return text::html_to_text(html_);
    return rtf_text(decompressed_rtf(rtf_), code_page_);
  }

  std::string code_page_, plain_, html_;
  std::string_view body_, rtf_;
  std::vector<std::string> attachments_;
};

}  // namespace

TnefContent read_tnef(std::string_view bytes) { return TnefReader().read(bytes); }

}  // namespace smartdesk::formats
